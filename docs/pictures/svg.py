"""Draws a terminal's text, with its escape sequences, as an SVG picture."""

import io
import re
import sys

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

name, title = sys.argv[1:]
lines = sys.stdin.read().rstrip().split("\n")
if lines[-1].strip() == "$":
    lines.pop()
console = Console(record=True, width=72, file=io.StringIO(), force_terminal=True, color_system="truecolor")
for line in lines:
    console.print(Text.from_ansi(line), soft_wrap=True)

# rich names a font on another site. A picture in a page may load nothing, so take the
# reader's own: the columns stand by their textLength.
template = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.S)
template = template.replace("Fira Code,", "Menlo, Consolas, 'DejaVu Sans Mono',")
sys.stdout.write(console.export_svg(title=title, code_format=template, unique_id=name))
