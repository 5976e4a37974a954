/** `queue`, `concurrent.futures` and `multiprocessing`, written in Python: one thread runs everything, in the order of submission. */

export const QUEUE = String.raw`
from collections import deque as _deque
from heapq import heappop as _heappop, heappush as _heappush
from types import GenericAlias as _GenericAlias

class Empty(Exception):
    pass

class Full(Exception):
    pass

class ShutDown(Exception):
    pass

class Queue:
    """Waiting would last for ever with one thread: it is the same as a time limit that has passed."""
    __class_getitem__ = classmethod(_GenericAlias)

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self.unfinished_tasks = 0
        self.is_shutdown = False
        self._init(maxsize)

    def _init(self, maxsize):
        self.queue = _deque()

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.popleft()

    def qsize(self):
        return self._qsize()

    def empty(self):
        return not self._qsize()

    def full(self):
        return 0 < self.maxsize <= self._qsize()

    def put(self, item, block=True, timeout=None):
        if timeout is not None and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        if self.is_shutdown:
            raise ShutDown
        if self.full():
            raise Full
        self._put(item)
        self.unfinished_tasks += 1

    def get(self, block=True, timeout=None):
        if timeout is not None and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        if self.empty():
            raise ShutDown if self.is_shutdown else Empty
        return self._get()

    def put_nowait(self, item):
        return self.put(item, block=False)

    def get_nowait(self):
        return self.get(block=False)

    def task_done(self):
        if self.unfinished_tasks <= 0:
            raise ValueError("task_done() called too many times")
        self.unfinished_tasks -= 1

    def join(self):
        if self.unfinished_tasks:
            raise RuntimeError("Queue.join() waits for ever: no other thread runs")

    def shutdown(self, immediate=False):
        self.is_shutdown = True
        if immediate:
            while not self.empty():
                self._get()

class PriorityQueue(Queue):
    def _init(self, maxsize):
        self.queue = []

    def _put(self, item):
        _heappush(self.queue, item)

    def _get(self):
        return _heappop(self.queue)

class LifoQueue(Queue):
    def _init(self, maxsize):
        self.queue = []

    def _get(self):
        return self.queue.pop()

class SimpleQueue(Queue):
    def __init__(self):
        super().__init__()
`;

export const CONCURRENT_FUTURES = String.raw`
from collections import namedtuple as _namedtuple
from types import GenericAlias as _GenericAlias

FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED = "FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED"
TimeoutError = TimeoutError
DoneAndNotDoneFutures = _namedtuple("DoneAndNotDoneFutures", "done not_done", module="concurrent.futures")

class Error(Exception):
    pass

class CancelledError(Error):
    pass

class InvalidStateError(Error):
    pass

class BrokenExecutor(RuntimeError):
    pass

class Future:
    __class_getitem__ = classmethod(_GenericAlias)

    def __init__(self):
        self._state = "PENDING"
        self._result = self._exception = None
        self._callbacks = []

    def cancel(self):
        if self._state == "FINISHED":
            return False
        self._state = "CANCELLED"
        self._invoke()
        return True

    def cancelled(self):
        return self._state == "CANCELLED"

    def running(self):
        return self._state == "RUNNING"

    def done(self):
        return self._state in ("CANCELLED", "FINISHED")

    def _settled(self):
        if self._state == "CANCELLED":
            raise CancelledError()
        if self._state != "FINISHED":
            raise TimeoutError()

    def result(self, timeout=None):
        self._settled()
        if self._exception is not None:
            raise self._exception
        return self._result

    def exception(self, timeout=None):
        self._settled()
        return self._exception

    def _invoke(self):
        callbacks, self._callbacks = self._callbacks, []
        for fn in callbacks:
            fn(self)

    def add_done_callback(self, fn):
        if self.done():
            fn(self)
        else:
            self._callbacks.append(fn)

    def set_running_or_notify_cancel(self):
        if self._state == "CANCELLED":
            return False
        self._state = "RUNNING"
        return True

    def set_result(self, result):
        if self.done():
            raise InvalidStateError(f"{self._state}: {self!r}")
        self._result, self._state = result, "FINISHED"
        self._invoke()

    def set_exception(self, exception):
        if self.done():
            raise InvalidStateError(f"{self._state}: {self!r}")
        self._exception, self._state = exception, "FINISHED"
        self._invoke()

    def __repr__(self):
        state = self._state.lower()
        if state == "finished":
            what = f"raised {type(self._exception).__name__}" if self._exception is not None else f"returned {type(self._result).__name__}"
            return f"<Future at {id(self):#x} state=finished {what}>"
        return f"<Future at {id(self):#x} state={state}>"

class Executor:
    def __init__(self, max_workers=None, *args, **kwargs):
        if max_workers is not None and max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        self._max_workers = max_workers or 1
        self._shutdown = False
        initializer = kwargs.get("initializer")
        if initializer is not None:
            initializer(*kwargs.get("initargs", ()))

    def submit(self, fn, /, *args, **kwargs):
        if self._shutdown:
            raise RuntimeError("cannot schedule new futures after shutdown")
        future = Future()
        future.set_running_or_notify_cancel()
        try:
            result = fn(*args, **kwargs)
        except Exception as exc:
            future.set_exception(exc)
        else:
            future.set_result(result)
        return future

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        futures = [self.submit(fn, *args) for args in zip(*iterables)]
        return (future.result() for future in futures)

    def shutdown(self, wait=True, *, cancel_futures=False):
        self._shutdown = True

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.shutdown()
        return False

class ThreadPoolExecutor(Executor):
    pass

class ProcessPoolExecutor(Executor):
    pass

def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    fs = set(fs)
    done = {f for f in fs if f.done()}
    return DoneAndNotDoneFutures(done, fs - done)

def as_completed(fs, timeout=None):
    for future in list(dict.fromkeys(fs)):
        yield future
`;

export const MULTIPROCESSING = String.raw`
from _refused import refuse
import os as _os

class ProcessError(Exception):
    pass

class TimeoutError(ProcessError):
    pass

class _Process:
    name = "MainProcess"
    pid = 1
    daemon = False
    exitcode = None

    def is_alive(self):
        return True

def cpu_count():
    return _os.cpu_count()

def current_process():
    return _Process()

def parent_process():
    return None

def active_children():
    return []

def get_start_method(allow_none=False):
    return "fork"

def get_all_start_methods():
    return ["fork", "spawn", "forkserver"]

def set_start_method(method, force=False):
    if method not in get_all_start_methods():
        raise ValueError(f"cannot find context for {method!r}")

def freeze_support():
    pass

def get_context(method=None):
    import multiprocessing
    return multiprocessing

from threading import Lock, RLock, Event, Condition, Semaphore, BoundedSemaphore
from queue import Queue, Queue as JoinableQueue, SimpleQueue
globals().update(refuse("multiprocessing", "Manager Pipe Value Array RawArray RawValue".split(), "Pool Process".split()))
`;
