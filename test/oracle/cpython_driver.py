"""Runs one module of CPython's `test` package through unittest and prints a line a test method: outcome, id, cause."""

import sys
import types
import unittest


def one_line(text):
    return " ".join(text.split())[-300:]


def cause(err):
    kind, value, _ = err
    try:
        return one_line(f"{kind.__name__}: {value}")
    except Exception:
        return kind.__name__


class Report(unittest.TestResult):
    """Prints each outcome at once, so that a process that is stopped has told what it finished."""

    # CPython 3.12.1 stops tests of a skipped class that it never started.
    failed = None
    skipped_here = None

    def startTest(self, test):
        super().startTest(test)
        print(f"START\t{test.id()}", flush=True)

    def stopTest(self, test):
        if self.failed is not None:
            print(f"FAIL\t{test.id()}\t{self.failed}", flush=True)
        elif self.skipped_here is not None:
            print(f"SKIP\t{test.id()}\t{self.skipped_here}", flush=True)
        else:
            print(f"PASS\t{test.id()}", flush=True)
        self.failed = None
        self.skipped_here = None
        super().stopTest(test)

    def addError(self, test, err):
        if not hasattr(test, "_testMethodName"):  # setUpClass, setUpModule, a module that doesn't import
            print(f"FAIL\t{test.id()}\t{cause(err)}", flush=True)
        else:
            self.failed = cause(err)

    addFailure = addError

    def addSubTest(self, test, subtest, err):
        if err is not None and self.failed is None:
            self.failed = cause(err)

    def addSkip(self, test, reason):
        self.skipped_here = one_line(reason)

    def addUnexpectedSuccess(self, test):
        self.failed = "unexpected success"

    def addExpectedFailure(self, test, err):
        pass


# CPython's tests skip what only CPython does when another implementation runs them.
sys.implementation.name = "dynamo-onnx"


def without_processes():
    """test.support.script_helper runs Python in processes, which evaluated programs have none of."""
    helper = types.ModuleType("test.support.script_helper")

    def refuse(*args, **kwargs):
        raise unittest.SkipTest("needs a process")

    for name in (
        "assert_python_ok",
        "assert_python_failure",
        "spawn_python",
        "kill_python",
        "run_python_until_end",
        "make_script",
        "run_test_script",
        "run_test_func",
    ):
        setattr(helper, name, refuse)
    helper.interpreter_requires_environment = lambda: False
    import test.support

    sys.modules[helper.__name__] = test.support.script_helper = helper


def without_doctest_files():
    """Files can't be read by evaluated programs."""
    import doctest

    doctest.DocFileSuite = lambda *paths, **options: unittest.TestSuite()


def flatten(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from flatten(test)
        else:
            yield test


def main(name, excluded):
    without_processes()
    without_doctest_files()
    suite = unittest.defaultTestLoader.loadTestsFromName(name)
    kept = []
    for test in flatten(suite):
        # The loader makes a test of a module that can't be imported.
        if type(test).__module__ == "unittest.loader":
            raise getattr(test, "_exception", None) or RuntimeError(f"{name} can't be loaded")
        if test.id() not in excluded:
            kept.append(test)
    suite = unittest.TestSuite(kept)
    suite.run(Report())
    print("DONE", flush=True)


main(sys.argv[1], set(sys.argv[2:]))
