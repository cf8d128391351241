"""Print the substitutions of a common-pattern.py as dott reads them: a JSON
object a line, with the regular expression and what replaces its matches.

Most replacements there are templates. Some are functions of a match: they are
called once, with a match whose groups are references, to see what they make of
them.
"""

import json
import runpy
import sys


class References:
    """A match of which every group is a mark that stands for the group."""

    def group(self, n=0):
        return b"\x00%d\x01" % n


def template(replacement):
    if not callable(replacement):
        return replacement
    parts = replacement(References()).replace(b"\\", b"\\\\")
    while b"\x00" in parts:
        before, _, rest = parts.partition(b"\x00")
        group, _, after = rest.partition(b"\x01")
        parts = before + b"\\g<" + group + b">" + after
    return parts


for pattern, replacement in runpy.run_path(sys.argv[1])["substitutions"]:
    line = {"pattern": pattern, "with": template(replacement)}
    print(json.dumps({key: value.decode("latin-1") for key, value in line.items()}))
