/** `asyncio`, written in Python, first part: an event loop whose time passes only when nothing else is left to do. */

export const ASYNCIO_LOOP = String.raw`
import collections
import contextvars
import heapq
import inspect
import itertools
import sys
from types import GenericAlias

class CancelledError(BaseException):
    pass

class InvalidStateError(Exception):
    pass

CancelledError.__module__ = InvalidStateError.__module__ = "asyncio.exceptions"
TimeoutError = TimeoutError
_running = None
_current_loop = None
_counter = itertools.count(1)

class Handle:
    def __init__(self, callback, args, context=None):
        self._callback, self._args = callback, args
        self._context = contextvars.copy_context() if context is None else context
        self._cancelled = False

    def cancel(self):
        self._cancelled = True

    def cancelled(self):
        return self._cancelled

    def _run(self):
        self._context.run(self._callback, *self._args)

class TimerHandle(Handle):
    def __init__(self, when, callback, args, context=None):
        super().__init__(callback, args, context)
        self._when = when

    def when(self):
        return self._when

class AbstractEventLoop:
    pass

class _Loop(AbstractEventLoop):
    def __init__(self):
        self._ready = collections.deque()
        self._timers = []
        self._time = 0.0
        self._order = itertools.count()
        self._closed = False
        self._tasks = []
        self._current = None
        self._exception_handler = None
        self._debug = False

    def time(self):
        return self._time

    def call_soon(self, callback, *args, context=None):
        self._check_closed()
        handle = Handle(callback, args, context)
        self._ready.append(handle)
        return handle

    call_soon_threadsafe = call_soon

    def call_later(self, delay, callback, *args, context=None):
        return self.call_at(self._time + delay, callback, *args, context=context)

    def call_at(self, when, callback, *args, context=None):
        self._check_closed()
        handle = TimerHandle(when, callback, args, context)
        heapq.heappush(self._timers, (when, next(self._order), handle))
        return handle

    def create_future(self):
        return Future(loop=self)

    def create_task(self, coro, *, name=None, context=None):
        self._check_closed()
        return Task(coro, loop=self, name=name, context=context)

    def run_in_executor(self, executor, func, *args):
        future = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as exc:
            future.set_exception(exc)
        return future

    def _check_closed(self):
        if self._closed:
            raise RuntimeError("Event loop is closed")

    def _run_once(self):
        if not self._ready:
            while self._timers and self._timers[0][2]._cancelled:
                heapq.heappop(self._timers)
            if not self._timers:
                raise RuntimeError("the event loop waits for something that can't happen: no task is ready and no timer runs")
            self._time = max(self._time, self._timers[0][0])
        while self._timers and self._timers[0][0] <= self._time:
            handle = heapq.heappop(self._timers)[2]
            if not handle._cancelled:
                self._ready.append(handle)
        for _ in range(len(self._ready)):
            handle = self._ready.popleft()
            if not handle._cancelled:
                handle._run()

    def run_until_complete(self, future):
        global _running
        self._check_closed()
        if _running is not None:
            if inspect.iscoroutine(future):
                future.close()
            raise RuntimeError("This event loop is already running" if _running is self
                               else "Cannot run the event loop while another loop is running")
        future = ensure_future(future, loop=self)
        _running = self
        try:
            while not future.done():
                self._run_once()
        finally:
            _running = None
        return future.result()

    def run_forever(self):
        global _running
        self._stopping = False
        _running = self
        try:
            while not self._stopping and (self._ready or self._timers):
                self._run_once()
        finally:
            _running = None

    def stop(self):
        self._stopping = True

    def is_running(self):
        return _running is self

    def is_closed(self):
        return self._closed

    def close(self):
        if self.is_running():
            raise RuntimeError("Cannot close a running event loop")
        self._closed = True
        self._ready.clear()
        self._timers.clear()

    def get_debug(self):
        return self._debug

    def set_debug(self, enabled):
        self._debug = enabled

    def set_exception_handler(self, handler):
        self._exception_handler = handler

    async def shutdown_asyncgens(self):
        pass

    async def shutdown_default_executor(self, timeout=None):
        pass

    def add_signal_handler(self, sig, callback, *args):
        pass

    def remove_signal_handler(self, sig):
        return False

    def __repr__(self):
        return f"<_UnixSelectorEventLoop running={self.is_running()} closed={self._closed} debug={self._debug}>"

BaseEventLoop = SelectorEventLoop = _Loop

class Future:
    _asyncio_future_blocking = False
    __class_getitem__ = classmethod(GenericAlias)

    def __init__(self, *, loop=None):
        self._loop = _some_loop() if loop is None else loop
        self._state = "PENDING"
        self._result = self._exception = None
        self._callbacks = []

    def get_loop(self):
        return self._loop

    def done(self):
        return self._state != "PENDING"

    def cancelled(self):
        return self._state == "CANCELLED"

    def cancel(self, msg=None):
        if self.done():
            return False
        self._state, self._message = "CANCELLED", msg
        self._schedule()
        return True

    def _cancelled_error(self):
        message = getattr(self, "_message", None)
        return CancelledError() if message is None else CancelledError(message)

    def result(self):
        if self._state == "CANCELLED":
            raise self._cancelled_error()
        if self._state == "PENDING":
            raise InvalidStateError("Result is not set." if type(self) is not Task else "Result is not set.")
        if self._exception is not None:
            raise self._exception.with_traceback(self._exception.__traceback__)
        return self._result

    def exception(self):
        if self._state == "CANCELLED":
            raise self._cancelled_error()
        if self._state == "PENDING":
            raise InvalidStateError("Exception is not set.")
        return self._exception

    def set_result(self, result, /):
        if self.done():
            raise InvalidStateError("invalid state")
        self._result, self._state = result, "FINISHED"
        self._schedule()

    def set_exception(self, exception, /):
        if self.done():
            raise InvalidStateError("invalid state")
        if isinstance(exception, type):
            exception = exception()
        if isinstance(exception, StopIteration):
            raise TypeError("StopIteration interacts badly with generators and cannot be raised into a Future")
        self._exception, self._state = exception, "FINISHED"
        self._schedule()

    def add_done_callback(self, fn, *, context=None):
        if self.done():
            self._loop.call_soon(fn, self, context=context)
        else:
            self._callbacks.append((fn, context))

    def remove_done_callback(self, fn, /):
        kept = [pair for pair in self._callbacks if pair[0] != fn]
        removed = len(self._callbacks) - len(kept)
        self._callbacks = kept
        return removed

    def _schedule(self):
        callbacks, self._callbacks = self._callbacks, []
        for fn, context in callbacks:
            self._loop.call_soon(fn, self, context=context)

    def __await__(self):
        if not self.done():
            self._asyncio_future_blocking = True
            yield self
        if not self.done():
            raise RuntimeError("await wasn't used with future")
        return self.result()

    __iter__ = __await__

    def __repr__(self):
        state = self._state.lower()
        if self._state == "FINISHED":
            state += f" result={self._result!r}" if self._exception is None else f" exception={self._exception!r}"
        return f"<{type(self).__name__} {state}>"

class Task(Future):
    def __init__(self, coro, *, loop=None, name=None, context=None):
        super().__init__(loop=loop)
        if not inspect.iscoroutine(coro) and not inspect.isgenerator(coro):
            raise TypeError(f"a coroutine was expected, got {coro!r}")
        self._name = f"Task-{next(_counter)}" if name is None else str(name)
        self._coro = coro
        self._waiter = None
        self._must_cancel = False
        self._requests = 0
        self._context = contextvars.copy_context() if context is None else context
        self._loop._tasks.append(self)
        self._loop.call_soon(self._step, context=self._context)

    def get_name(self):
        return self._name

    def set_name(self, value, /):
        self._name = str(value)

    def get_coro(self):
        return self._coro

    def get_context(self):
        return self._context

    def set_result(self, result, /):
        raise RuntimeError("Task does not support set_result operation")

    def set_exception(self, exception, /):
        raise RuntimeError("Task does not support set_exception operation")

    def cancel(self, msg=None):
        if self.done():
            return False
        self._requests += 1
        if self._waiter is not None and self._waiter.cancel(msg=msg):
            return True
        self._must_cancel, self._message = True, msg
        return True

    def cancelling(self):
        return self._requests

    def uncancel(self):
        if self._requests > 0:
            self._requests -= 1
        return self._requests

    def _step(self, exc=None):
        if self._must_cancel:
            if not isinstance(exc, CancelledError):
                exc = self._cancelled_error()
            self._must_cancel = False
        loop = self._loop
        self._waiter = None
        previous, loop._current = loop._current, self
        try:
            result = self._coro.send(None) if exc is None else self._coro.throw(exc)
        except StopIteration as stop:
            if self._must_cancel:
                self._must_cancel = False
                super().cancel(msg=getattr(self, "_message", None))
            else:
                self._finish(stop.value)
        except CancelledError as error:
            self._error = error
            super().cancel(msg=error.args[0] if error.args else None)
        except (KeyboardInterrupt, SystemExit) as error:
            super().set_exception(error)
            raise
        except BaseException as error:
            super().set_exception(error)
        else:
            if isinstance(result, Future) and result._asyncio_future_blocking:
                result._asyncio_future_blocking = False
                if result is self:
                    loop.call_soon(self._step, RuntimeError(f"Task cannot await on itself: {self!r}"), context=self._context)
                else:
                    result.add_done_callback(self._wakeup, context=self._context)
                    self._waiter = result
                    if self._must_cancel and result.cancel(msg=self._message):
                        self._must_cancel = False
            elif result is None:
                loop.call_soon(self._step, context=self._context)
            else:
                loop.call_soon(self._step, RuntimeError(f"Task got bad yield: {result!r}"), context=self._context)
        finally:
            loop._current = previous
            if self.done() and self in loop._tasks:
                loop._tasks.remove(self)

    def _finish(self, value):
        super().set_result(value)

    def _wakeup(self, future):
        try:
            future.result()
        except BaseException as exc:
            self._step(exc)
        else:
            self._step()

    def __repr__(self):
        state = self._state.lower()
        if self._state == "FINISHED":
            state += f" result={self._result!r}" if self._exception is None else f" exception={self._exception!r}"
        return f"<Task {state} name={self._name!r} coro=<{self._coro.__qualname__}()>>"

def get_running_loop():
    if _running is None:
        raise RuntimeError("no running event loop")
    return _running

def _get_running_loop():
    return _running

def _some_loop():
    return _running if _running is not None else get_event_loop()

def get_event_loop():
    global _current_loop
    if _running is not None:
        return _running
    if _current_loop is None:
        _current_loop = new_event_loop()
    return _current_loop

def new_event_loop():
    return _Loop()

def set_event_loop(loop):
    global _current_loop
    _current_loop = loop

class DefaultEventLoopPolicy:
    get_event_loop = staticmethod(get_event_loop)
    new_event_loop = staticmethod(new_event_loop)
    set_event_loop = staticmethod(set_event_loop)

def get_event_loop_policy():
    return DefaultEventLoopPolicy()

def set_event_loop_policy(policy):
    pass

def isfuture(obj):
    return isinstance(obj, Future)

def iscoroutine(obj):
    return inspect.iscoroutine(obj)

def iscoroutinefunction(func):
    return inspect.iscoroutinefunction(func)

def ensure_future(coro_or_future, *, loop=None):
    if isfuture(coro_or_future):
        return coro_or_future
    loop = _some_loop() if loop is None else loop
    if inspect.iscoroutine(coro_or_future):
        return loop.create_task(coro_or_future)
    if inspect.isawaitable(coro_or_future):
        async def wrap(awaitable):
            return await awaitable
        return loop.create_task(wrap(coro_or_future))
    raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")

class Runner:
    def __init__(self, *, debug=None, loop_factory=None):
        self._factory = loop_factory or new_event_loop
        self._loop = None

    def get_loop(self):
        if self._loop is None:
            self._loop = self._factory()
        return self._loop

    def __enter__(self):
        self.get_loop()
        return self

    def __exit__(self, *exc_info):
        self.close()

    def run(self, coro, *, context=None):
        if not inspect.iscoroutine(coro):
            raise ValueError(f"a coroutine was expected, got {coro!r}")
        if _running is not None:
            raise RuntimeError("Runner.run() cannot be called from a running event loop")
        loop = self.get_loop()
        return loop.run_until_complete(loop.create_task(coro, context=context))

    def close(self):
        loop, self._loop = self._loop, None
        if loop is None:
            return
        pending = [task for task in loop._tasks if not task.done()]
        for task in pending:
            task.cancel()
        if pending:
            loop.run_until_complete(gather(*pending, return_exceptions=True))
        loop.close()

def run(main, *, debug=None, loop_factory=None):
    if _running is not None:
        if inspect.iscoroutine(main):
            main.close()
        raise RuntimeError("asyncio.run() cannot be called from a running event loop")
    with Runner(debug=debug, loop_factory=loop_factory) as runner:
        return runner.run(main)
`;
