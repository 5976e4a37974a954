/** `asyncio`, written in Python, second part: waiting for several things, time limits, locks and queues. */

export const ASYNCIO_TASKS = String.raw`
ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION = "ALL_COMPLETED", "FIRST_COMPLETED", "FIRST_EXCEPTION"

def current_task(loop=None):
    return (get_running_loop() if loop is None else loop)._current

def all_tasks(loop=None):
    return {task for task in (get_running_loop() if loop is None else loop)._tasks if not task.done()}

def create_task(coro, *, name=None, context=None):
    return get_running_loop().create_task(coro, name=name, context=context)

class _Bare:
    def __await__(self):
        yield

async def sleep(delay, result=None):
    if delay <= 0:
        await _Bare()
        return result
    loop = get_running_loop()
    future = loop.create_future()
    handle = loop.call_later(delay, _set_unless_done, future, result)
    try:
        return await future
    finally:
        handle.cancel()

def _set_unless_done(future, result):
    if not future.done():
        future.set_result(result)

async def to_thread(func, /, *args, **kwargs):
    context = contextvars.copy_context()
    await _Bare()
    return context.run(func, *args, **kwargs)

class _Gathering(Future):
    def cancel(self, msg=None):
        if self.done():
            return False
        cancelled = [child.cancel(msg=msg) for child in self._children]
        if any(cancelled):
            self._requested = True
        return any(cancelled)

def gather(*coros_or_futures, return_exceptions=False):
    if not coros_or_futures:
        future = _some_loop().create_future()
        future.set_result([])
        return future
    known, children = {}, []
    for item in coros_or_futures:
        if id(item) not in known:
            known[id(item)] = ensure_future(item)
        children.append(known[id(item)])
    distinct = list(known.values())
    outer = _Gathering(loop=distinct[0]._loop)
    outer._children, outer._requested = distinct, False
    finished = 0

    def done(child):
        nonlocal finished
        finished += 1
        if outer.done():
            return
        if not return_exceptions:
            if child.cancelled():
                outer.set_exception(child._cancelled_error())
                return
            if child.exception() is not None:
                outer.set_exception(child.exception())
                return
        if finished == len(distinct):
            if outer._requested:
                outer.set_exception(CancelledError())
                return
            outer.set_result([c._cancelled_error() if c.cancelled() else c.exception() if c.exception() is not None else c.result()
                              for c in children])

    for child in distinct:
        child.add_done_callback(done)
    return outer

def shield(arg):
    inner = ensure_future(arg)
    if inner.done():
        return inner
    outer = inner._loop.create_future()

    def finished(child):
        if outer.cancelled():
            return
        if child.cancelled():
            outer.cancel()
        elif child.exception() is not None:
            outer.set_exception(child.exception())
        else:
            outer.set_result(child.result())

    inner.add_done_callback(finished)
    return outer

async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    if isfuture(fs) or iscoroutine(fs):
        raise TypeError(f"expect a list of futures, not {type(fs).__name__}")
    fs = set(fs)
    if not fs:
        raise ValueError("Set of Tasks/Futures is empty.")
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f"Invalid return_when value: {return_when}")
    if any(iscoroutine(f) for f in fs):
        raise TypeError("Passing coroutines is forbidden, use tasks explicitly.")
    loop = get_running_loop()
    waiter = loop.create_future()
    handle = None if timeout is None else loop.call_later(timeout, _set_unless_done, waiter, None)

    def enough():
        if return_when == FIRST_COMPLETED:
            return any(f.done() for f in fs)
        if return_when == FIRST_EXCEPTION and any(f.done() and not f.cancelled() and f.exception() is not None for f in fs):
            return True
        return all(f.done() for f in fs)

    def done(future):
        if enough():
            _set_unless_done(waiter, None)

    if not enough():
        for f in fs:
            f.add_done_callback(done)
        try:
            await waiter
        finally:
            if handle is not None:
                handle.cancel()
            for f in fs:
                f.remove_done_callback(done)
    return {f for f in fs if f.done()}, {f for f in fs if not f.done()}

def as_completed(fs, *, timeout=None):
    if isfuture(fs) or iscoroutine(fs):
        raise TypeError(f"expect an iterable of futures, not {type(fs).__name__}")
    queue = Queue()
    todo = [ensure_future(f) for f in dict.fromkeys(fs)]
    for f in todo:
        f.add_done_callback(queue.put_nowait)
    if timeout is not None:
        _some_loop().call_later(timeout, lambda: [queue.put_nowait(None) for f in todo if not f.done()])

    async def one():
        future = await queue.get()
        if future is None:
            raise TimeoutError
        return future.result()

    for _ in range(len(todo)):
        yield one()

class Timeout:
    def __init__(self, when):
        self._when = when
        self._handle = None
        self._state = "created"

    def when(self):
        return self._when

    def expired(self):
        return self._state in ("expiring", "expired")

    def reschedule(self, when):
        self._when = when
        if self._handle is not None:
            self._handle.cancel()
        self._handle = None if when is None else get_running_loop().call_at(when, self._expire)

    def _expire(self):
        self._state = "expiring"
        self._task.cancel()

    async def __aenter__(self):
        self._task = current_task()
        if self._task is None:
            raise RuntimeError("Timeout should be used inside a task")
        self._state = "active"
        self._cancelling = self._task.cancelling()
        loop = get_running_loop()
        if self._when is not None and self._when <= loop.time():
            self._handle = loop.call_soon(self._expire)
        else:
            self.reschedule(self._when)
        return self

    async def __aexit__(self, exc_type, exc_val, exc_tb):
        if self._handle is not None:
            self._handle.cancel()
        if self._state == "expiring":
            self._state = "expired"
            if self._task.uncancel() <= self._cancelling and exc_type is CancelledError:
                raise TimeoutError from exc_val
        else:
            self._state = "exited"

def timeout(delay):
    return Timeout(None if delay is None else get_running_loop().time() + delay)

def timeout_at(when):
    return Timeout(when)

async def wait_for(fut, timeout):
    if timeout is not None and timeout <= 0:
        fut = ensure_future(fut)
        if fut.done():
            return fut.result()
        fut.cancel()
        try:
            await fut
        except CancelledError as exc:
            raise TimeoutError from exc
        return fut.result()
    async with globals()["timeout"](timeout):
        return await fut

class TaskGroup:
    def __init__(self):
        self._tasks = set()
        self._errors = []
        self._parent = None
        self._waiter = None
        self._entered = self._aborting = self._parent_cancelled = False

    async def __aenter__(self):
        if self._entered:
            raise RuntimeError(f"TaskGroup {self!r} has been already entered")
        self._entered = True
        self._parent = current_task()
        return self

    def create_task(self, coro, *, name=None, context=None):
        if not self._entered:
            raise RuntimeError(f"TaskGroup {self!r} has not been entered")
        task = create_task(coro, name=name, context=context)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _abort(self):
        self._aborting = True
        for task in self._tasks:
            if not task.done():
                task.cancel()

    def _done(self, task):
        self._tasks.discard(task)
        if self._waiter is not None and not self._tasks:
            _set_unless_done(self._waiter, True)
        if task.cancelled() or task.exception() is None:
            return
        self._errors.append(task.exception())
        if not self._aborting:
            self._abort()
            if self._waiter is None:
                self._parent_cancelled = True
                self._parent.cancel()

    async def __aexit__(self, et, exc, tb):
        cancelled = exc if et is not None and issubclass(et, CancelledError) else None
        if self._parent_cancelled and self._parent.uncancel() == 0:
            cancelled = None
        if et is not None and not self._aborting:
            self._abort()
        while self._tasks:
            self._waiter = get_running_loop().create_future()
            try:
                await self._waiter
            except CancelledError as error:
                if not self._aborting:
                    cancelled = error
                    self._abort()
            self._waiter = None
        if cancelled is not None and not self._errors:
            raise cancelled
        if et is not None and not issubclass(et, CancelledError):
            self._errors.append(exc)
        if self._errors:
            raise BaseExceptionGroup("unhandled errors in a TaskGroup", self._errors) from None

class _Waiting:
    """Tasks that wait in line."""
    def __init__(self):
        self._waiters = collections.deque()

    async def _wait_in_line(self):
        future = get_running_loop().create_future()
        self._waiters.append(future)
        try:
            await future
        finally:
            if future in self._waiters:
                self._waiters.remove(future)

    def _wake(self, count=1):
        for future in list(self._waiters):
            if count > 0 and not future.done():
                future.set_result(True)
                count -= 1

class _AsyncContext:
    async def __aenter__(self):
        await self.acquire()

    async def __aexit__(self, *exc_info):
        self.release()

class Lock(_Waiting, _AsyncContext):
    def __init__(self):
        super().__init__()
        self._locked = False

    def locked(self):
        return self._locked

    async def acquire(self):
        while self._locked or any(not w.cancelled() for w in self._waiters):
            try:
                await self._wait_in_line()
            except CancelledError:
                if not self._locked:
                    self._wake()
                raise
            if not self._locked:
                break
        self._locked = True
        return True

    def release(self):
        if not self._locked:
            raise RuntimeError("Lock is not acquired.")
        self._locked = False
        self._wake()

    def __repr__(self):
        return f"<asyncio.locks.Lock object at {id(self):#x} [{'locked' if self._locked else 'unlocked'}]>"

class Event(_Waiting):
    def __init__(self):
        super().__init__()
        self._value = False

    def is_set(self):
        return self._value

    def set(self):
        if not self._value:
            self._value = True
            self._wake(len(self._waiters))

    def clear(self):
        self._value = False

    async def wait(self):
        if not self._value:
            await self._wait_in_line()
        return True

class Condition(_Waiting, _AsyncContext):
    def __init__(self, lock=None):
        super().__init__()
        self._lock = Lock() if lock is None else lock
        self.locked, self.acquire, self.release = self._lock.locked, self._lock.acquire, self._lock.release

    async def wait(self):
        if not self.locked():
            raise RuntimeError("cannot wait on un-acquired lock")
        self.release()
        try:
            await self._wait_in_line()
        finally:
            await self.acquire()
        return True

    async def wait_for(self, predicate):
        while not (result := predicate()):
            await self.wait()
        return result

    def notify(self, n=1):
        if not self.locked():
            raise RuntimeError("cannot notify on un-acquired lock")
        self._wake(n)

    def notify_all(self):
        self.notify(len(self._waiters))

class Semaphore(_Waiting, _AsyncContext):
    def __init__(self, value=1):
        if value < 0:
            raise ValueError("Semaphore initial value must be >= 0")
        super().__init__()
        self._value = value

    def locked(self):
        return self._value == 0

    async def acquire(self):
        if self._value > 0 and not self._waiters:
            self._value -= 1
            return True
        # Who releases hands its unit to the one that is woken.
        await self._wait_in_line()
        return True

    def release(self):
        if any(not w.done() for w in self._waiters):
            self._wake()
        else:
            self._value += 1

class BoundedSemaphore(Semaphore):
    def __init__(self, value=1):
        super().__init__(value)
        self._bound = value

    def release(self):
        if self._value >= self._bound:
            raise ValueError("BoundedSemaphore released too many times")
        super().release()

class Barrier(_Waiting):
    def __init__(self, parties):
        super().__init__()
        self.parties = parties
        self.n_waiting = 0

    async def wait(self):
        place = self.n_waiting
        self.n_waiting += 1
        if self.n_waiting == self.parties:
            self.n_waiting = 0
            self._wake(self.parties)
        else:
            await self._wait_in_line()
        return place

class QueueEmpty(Exception):
    pass

class QueueFull(Exception):
    pass

class Queue:
    __class_getitem__ = classmethod(GenericAlias)

    def __init__(self, maxsize=0):
        self._maxsize = maxsize
        self._getters, self._putters = _Waiting(), _Waiting()
        self._unfinished = 0
        self._finished = Event()
        self._finished.set()
        self._init(maxsize)

    def _init(self, maxsize):
        self._queue = collections.deque()

    def _get(self):
        return self._queue.popleft()

    def _put(self, item):
        self._queue.append(item)

    @property
    def maxsize(self):
        return self._maxsize

    def qsize(self):
        return len(self._queue)

    def empty(self):
        return not self._queue

    def full(self):
        return 0 < self._maxsize <= self.qsize()

    async def put(self, item):
        while self.full():
            await self._putters._wait_in_line()
        self.put_nowait(item)

    def put_nowait(self, item):
        if self.full():
            raise QueueFull
        self._put(item)
        self._unfinished += 1
        self._finished.clear()
        self._getters._wake()

    async def get(self):
        while self.empty():
            await self._getters._wait_in_line()
        return self.get_nowait()

    def get_nowait(self):
        if self.empty():
            raise QueueEmpty
        item = self._get()
        self._putters._wake()
        return item

    def task_done(self):
        if self._unfinished <= 0:
            raise ValueError("task_done() called too many times")
        self._unfinished -= 1
        if self._unfinished == 0:
            self._finished.set()

    async def join(self):
        if self._unfinished > 0:
            await self._finished.wait()

class PriorityQueue(Queue):
    def _init(self, maxsize):
        self._queue = []

    def _put(self, item):
        heapq.heappush(self._queue, item)

    def _get(self):
        return heapq.heappop(self._queue)

class LifoQueue(Queue):
    def _init(self, maxsize):
        self._queue = []

    def _get(self):
        return self._queue.pop()

from _refused import refuse
globals().update(refuse("asyncio", "open_connection start_server create_subprocess_exec create_subprocess_shell".split()))
`;
