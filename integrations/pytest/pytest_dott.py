"""Run dott's transcripts under pytest: a file is a collector, a command an item.

A file runs once, with all of its commands, when pytest comes to the first of them:
commands of a transcript build on each other. Each item then has the verdict of its
own command. dott does the work; this module reads its event stream.
"""

import json
import os
import re
import shlex
import subprocess
import tempfile

import pytest

COMMAND = re.compile(r"^( +)\$ (.*)$")


def pytest_addoption(parser):
    parser.addini("dott", "the command that runs dott, with its options", default="dott")
    parser.addoption("--dott-update", action="store_true", help="dott: write what commands print into the files")


def pytest_collect_file(file_path, parent):
    if file_path.suffix == ".t":
        return Transcript.from_parent(parent, path=file_path)
    return None


class Transcript(pytest.File):
    """A file, and what came of it."""

    events = None

    def collect(self):
        lines = self.path.read_bytes().decode("utf-8", "replace").split("\n")
        commands = [(n, m) for n, m in ((n, COMMAND.match(line)) for n, line in enumerate(lines, 1)) if m]
        indent = min((len(m.group(1)) for _, m in commands), default=2)
        commands = [(n, m.group(2)) for n, m in commands if len(m.group(1)) == indent]
        ends = [n for n, _ in commands[1:]] + [len(lines) + 1]
        for k, ((first, text), end) in enumerate(zip(commands, ends)):
            item = Command.from_parent(self, name=f"{first}: {text}")
            # What stands before the first command belongs to it.
            item.first, item.begin, item.end = first, 1 if k == 0 else first, end
            yield item

    def run(self):
        """Run the file, once, and return how each of its tests ended."""
        if self.events is None:
            command = shlex.split(self.config.getini("dott"))
            if self.config.getoption("--dott-update"):
                command.append("--update")
            read, write = os.pipe()
            with os.fdopen(read, encoding="utf-8") as stream, tempfile.TemporaryFile() as errors:
                try:
                    process = subprocess.Popen(
                        [*command, "--quiet", "--color=never", f"--json=/dev/fd/{write}", self.path.name],
                        cwd=self.path.parent, pass_fds=[write], stdin=subprocess.DEVNULL,
                        stdout=subprocess.DEVNULL, stderr=errors,
                    )
                finally:
                    os.close(write)
                with process:
                    events = [json.loads(line) for line in stream]
                errors.seek(0)
                message = errors.read().decode("utf-8", "replace")
            self.events = [e for e in events if e["action"] in ("pass", "fail", "skip", "error")]
            if not self.events:
                raise Broken(message.strip() or f"{shlex.join(command)}: exit status {process.returncode}")
        return self.events


class Command(pytest.Item):
    """One command of a transcript."""

    def runtest(self):
        skipped = []
        for event in self.parent.run():
            if event["action"] == "skip":
                skipped.append(event.get("reason", ""))
            elif event["action"] == "error":
                raise Broken(event.get("reason", event["test"]))
            elif event["action"] == "fail":
                edits = [e for e in event.get("edits", []) if self.begin <= e["start"] + 1 < self.end]
                if edits:
                    raise Differs(event["test"], self.path, edits)
                if not event.get("edits"):
                    raise Broken(event.get("reason", "") or event.get("diff", ""))
        if skipped and len(skipped) == len(self.parent.run()):
            raise pytest.skip.Exception(skipped[0], _use_item_location=True)

    def repr_failure(self, excinfo, style=None):
        if isinstance(excinfo.value, (Broken, Differs)):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self):
        return self.path, self.first - 1, f"{self.parent.name}:{self.name}"


class Broken(Exception):
    """The file could not be run, or not to its end."""


class Differs(Exception):
    """The output of a command is not what stands in the file."""

    def __init__(self, test, path, edits):
        lines = path.read_bytes().decode("utf-8", "replace").split("\n")
        text = []
        for e in edits:
            text.append(f"{test}:{e['start'] + 1}: the output differs")
            text += ["-" + line for line in lines[e["start"] : e["end"]]]
            text += ["+" + line for line in e.get("new", [])]
        super().__init__("\n".join(text))
