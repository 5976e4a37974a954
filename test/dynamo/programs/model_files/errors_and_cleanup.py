"""How code that may fail is written: hierarchies, chaining, notes, groups, retries, suppressed errors and clean-up in order."""
import contextlib
import functools
import traceback
import warnings


class ModelError(Exception):
    code = 1

    def __init__(self, message, **details):
        super().__init__(message)
        self.details = details

    def __str__(self):
        extra = ", ".join(f"{k}={v!r}" for k, v in self.details.items())
        return f"{self.args[0]}{f' ({extra})' if extra else ''}"


class ShapeError(ModelError, ValueError):
    code = 2


def retry(times, *, on=(Exception,)):
    def decorate(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            errors = []
            for attempt in range(1, times + 1):
                try:
                    return func(*args, attempt=attempt, **kwargs)
                except on as e:
                    e.add_note(f"attempt {attempt} of {times}")
                    errors.append(e)
            raise ExceptionGroup(f"{func.__name__} failed {times} times", errors)
        return wrapper
    return decorate


@retry(3, on=(OSError, ModelError))
def flaky(need, attempt):
    if attempt < need:
        raise OSError(5, "try again") if attempt % 2 else ShapeError("bad shape", got=attempt)
    return f"done at {attempt}"


class Resource(contextlib.AbstractContextManager):
    def __init__(self, name, log, swallow=()):
        self.name, self.log, self.swallow = name, log, swallow

    def __enter__(self):
        self.log.append(f"+{self.name}")
        return self

    def __exit__(self, kind, value, tb):
        self.log.append(f"-{self.name}{':' + kind.__name__ if kind else ''}")
        return kind is not None and issubclass(kind, self.swallow)


def nested(log, error):
    with Resource("a", log, swallow=(KeyError,)), Resource("b", log) as b:
        if error:
            raise error
        return b.name
    return "after"


def order(log):
    for i in range(3):
        try:
            if i == 1:
                continue
            if i == 2:
                return log.append("return") or "value"
            log.append(f"body {i}")
        except ValueError:
            log.append("never")
        else:
            log.append(f"else {i}")
        finally:
            log.append(f"finally {i}")


print(flaky(1), flaky(3))
try:
    flaky(9)
except* OSError as group:
    print(group.message, [(type(e).__name__, e.errno, e.__notes__) for e in group.exceptions])
except* ModelError as group:
    print([str(e) for e in group.exceptions], group.exceptions[0].code, group.subgroup(ValueError) is not None)
for error in (None, KeyError("k"), ShapeError("s", dim=3)):
    log = []
    try:
        print(nested(log, error), log)
    except ModelError as e:
        print("raised", e, repr(e), log)
log = []
print(order(log), log)
try:
    try:
        {}["missing"]
    except KeyError as e:
        raise ModelError("no such layer", name=e.args[0]) from e
except ModelError as e:
    print(repr(e.__cause__), e.__suppress_context__, e.__context__ is e.__cause__, [f.name for f in traceback.extract_tb(e.__traceback__)])
    print("".join(traceback.format_exception_only(e)).strip())
try:
    try:
        1 / 0
    finally:
        [].pop()
except IndexError as e:
    print(type(e.__context__).__name__, e.__cause__)
with contextlib.suppress(ZeroDivisionError, KeyError):
    print(1 / 0)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    warnings.warn("old name", DeprecationWarning)
    warnings.warn("odd")
print([(w.category.__name__, str(w.message)) for w in caught])


@contextlib.contextmanager
def step(name):
    try:
        yield name.upper()
    except ModelError as e:
        print(f"{name} handles {e}")
    else:
        print(f"{name} went well")


with step("one") as label:
    print(label)
with step("two"):
    raise ShapeError("too wide", width=9)
try:
    with step("three"):
        assert label == "TWO", f"label is {label}"
except AssertionError as e:
    print("AssertionError:", e)
stack = contextlib.ExitStack()
stack.push(lambda *exc: print("exit saw", exc[0] and exc[0].__name__) or True)
with stack:
    raise LookupError("gone")
print(issubclass(ShapeError, ValueError), [c.__name__ for c in ShapeError.__mro__[:4]], ShapeError("x").args)
