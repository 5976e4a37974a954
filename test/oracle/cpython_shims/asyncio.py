"""Running one coroutine to its end, for tests that use asyncio for no more than that."""

from inspect import iscoroutine, iscoroutinefunction


class CancelledError(BaseException):
    pass


class Future:
    def __await__(self):
        yield self


class Task(Future):
    pass


def run(coroutine, *, debug=None):
    while True:
        try:
            coroutine.send(None)
        except StopIteration as e:
            return e.value


async def sleep(delay, result=None):
    return result


def set_event_loop_policy(policy):
    pass


def isfuture(obj):
    return isinstance(obj, Future)


class _Coroutines:
    @staticmethod
    def iscoroutinefunction(function):
        return iscoroutinefunction(function)


coroutines = _Coroutines
