# What dott asks of coverage.py: about, read, publish. Questions and answers are
# JSON, in files that the command line names; the working directory is that of the
# project's configuration, so coverage.py finds the project's own.
import json
import os
import sys

working = sys.path.pop(0)  # a project may have a thing named coverage
try:
    import coverage
except ImportError as e:
    sys.exit(str(e))
sys.path.insert(0, working)

# All that it raises, on which its versions do not agree.
Failure = [c for c in coverage.CoverageException.__mro__ if c.__module__.startswith("coverage")][-1]


def project(question, **more):
    """The project's own settings, as far as they do not contradict dott's."""
    cov = coverage.Coverage(**more)
    cov.set_option("run:relative_files", False)
    cov.set_option("run:parallel", False)
    cov.set_option("run:disable_warnings", question["quiet"])
    cov.set_option("run:omit", (cov.get_option("run:omit") or []) + question["omit"])
    return cov


def about(question):
    """Tells which coverage.py this is, and what the project wants of it."""
    cov = coverage.Coverage(data_file=None)
    run = {}
    for name in ("branch", "timid", "concurrency", "core", "plugins", "omit"):
        try:
            value = cov.get_option("run:" + name)
        except Failure:
            continue  # a version that has no such option
        if value:
            run[name] = value
    return {
        "version": list(coverage.version_info[:3]),
        "library": os.path.dirname(os.path.abspath(coverage.__file__)),
        "run": run,
    }


def sources(question):
    """Returns what there is to be run, as coverage.py sees it: also files that nobody imported."""
    cov = project(question, data_file=None, source=[question["source"]])
    cov.start()
    cov.stop()
    return cov.get_data().measured_files()


def read(question):
    """Tells which statements each test ran, and all that there are in the files."""
    cov = project(question, data_file=None)
    cov.get_data()  # it makes itself ready by this
    reporters, numbers = {}, {}
    answer = {"files": [], "statements": [], "tests": []}

    def number(path):
        """The file's number in the answer; None if it is no source."""
        if path not in numbers:
            numbers[path] = None
            try:
                reporter = cov._get_file_reporter(path)
                statements = sorted(reporter.lines())
            except (Failure, OSError):
                return None  # gone, or not Python
            numbers[path] = len(answer["files"])
            reporters[path] = reporter
            answer["files"].append(path)
            answer["statements"].append(statements)
        return numbers[path]

    for path in sorted(sources(question)) if question["sources"] else []:
        number(path)
    for files in question["tests"]:
        ran = {}
        for name in files:
            data = coverage.CoverageData(basename=name)
            data.read()
            for path in data.measured_files():
                n = number(path)
                if n is not None:
                    lines = reporters[path].translate_lines(data.lines(path) or [])
                    ran.setdefault(n, set()).update(lines)
        answer["tests"].append([[n, sorted(ran[n].intersection(answer["statements"][n]))] for n in sorted(ran)])
    return answer


def publish(question):
    """Merges the data, by cell and in all, and writes what coverage.py can make of them."""
    merged = []
    for into, files in question["cells"]:
        os.makedirs(os.path.dirname(into), exist_ok=True)
        cov = project(question, data_file=into)
        cov.combine(files, strict=True, keep=True)
        cov.save()
        merged.append(into)
    cov = project(question, data_file=question["all"])
    cov.combine(merged, strict=True, keep=True)
    data = cov.get_data()
    for path in question["files"]:
        data.touch_file(path)  # also what nobody imported is part of the reports
    cov.save()
    reports = [
        ("html_report", {"directory": question["html"]}),
        ("xml_report", {"outfile": question["xml"]}),
        ("lcov_report", {"outfile": question["lcov"]}),
    ]
    for name, where in reports:
        if hasattr(cov, name):
            getattr(cov, name)(morfs=question["files"], ignore_errors=True, **where)
    return {}


if __name__ == "__main__":
    _, verb, asked, answered = sys.argv
    with open(asked) as f:
        question = json.load(f)
    try:
        answer = {"about": about, "read": read, "publish": publish}[verb](question)
    except Failure as e:
        sys.exit("coverage.py: %s" % e)
    with open(answered, "w") as f:
        json.dump(answer, f)
