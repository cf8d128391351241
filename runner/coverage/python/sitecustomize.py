# Python imports a module of this name when it starts. The folder of this one is
# first on the PYTHONPATH of tests that are measured, so it starts coverage.py in
# each of their processes. Then it gets out of the way: sys.path is what it would
# be without it, and a sitecustomize that it stands before is run as ever.
# Whatever Python a test starts reads this, so nothing here needs a new one.
import os
import sys


def begin(config):
    """Starts coverage.py as the file says, without a word."""
    try:
        try:
            import coverage
            coverage.process_startup
        except (ImportError, AttributeError):
            # This Python has none, or what has the name is another thing: a
            # folder of reports, say. The one that dott found serves as well.
            import importlib.util
            sys.modules.pop("coverage", None)
            spec = importlib.util.spec_from_file_location(
                "coverage", os.path.join(LIBRARY, "__init__.py"), submodule_search_locations=[LIBRARY])
            coverage = importlib.util.module_from_spec(spec)
            sys.modules["coverage"] = coverage
            spec.loader.exec_module(coverage)
        os.environ["COVERAGE_PROCESS_START"] = config
        coverage.process_startup()
    except Exception:
        # A test is not to see this; who reads the data does.
        with open(os.path.join(os.path.dirname(config), "unmeasured"), "a") as f:
            f.write("%s: %s\n" % (sys.executable, " ".join(str(sys.exc_info()[1]).split())))


def step_aside():
    """Takes this folder out of sys.path, and what it brought with it."""
    here = os.path.dirname(os.path.abspath(__file__))
    asked = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    for i, path in enumerate(sys.path):
        if os.path.abspath(path) != here:
            continue
        del sys.path[i]
        # Where a test had no PYTHONPATH, ours ends in a colon, and Python takes
        # the nothing behind that for the working directory.
        if asked[-2:] == [HERE, ""] and i < len(sys.path) and os.path.abspath(sys.path[i]) == os.getcwd():
            del sys.path[i]
        break


def hand_over():
    """Imports the sitecustomize that Python would have found."""
    own = sys.modules.pop("sitecustomize")
    try:
        import sitecustomize
    except ImportError:
        sys.modules["sitecustomize"] = own
        if getattr(sys.exc_info()[1], "name", "sitecustomize") != "sitecustomize":
            raise


HERE = "{{here}}"
LIBRARY = "{{library}}"
if os.environ.get("COVERAGE_PROCESS_START"):
    begin(os.environ["COVERAGE_PROCESS_START"])
elif hasattr(sys, "dott_coverage"):
    # dott.pth found it; the test took it away, and is not to see it.
    begin(sys.dott_coverage)
    os.environ.pop("COVERAGE_PROCESS_START", None)
step_aside()
hand_over()
