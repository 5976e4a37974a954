/** `threading`, written in Python. */

export const THREADING = String.raw`
"""One thread runs; locks are always free."""

class Lock:
    def __init__(self):
        self._locked = False
    def acquire(self, blocking=True, timeout=-1):
        if self._locked and not blocking:
            return False
        self._locked = True
        return True
    def release(self):
        if not self._locked:
            raise RuntimeError("release unlocked lock")
        self._locked = False
    def locked(self):
        return self._locked
    def __enter__(self):
        self.acquire()
        return True
    def __exit__(self, *exc_info):
        self.release()

class _RLock:
    def __init__(self):
        self._count = 0
    def acquire(self, blocking=True, timeout=-1):
        self._count += 1
        return True
    def release(self):
        if not self._count:
            raise RuntimeError("cannot release un-acquired lock")
        self._count -= 1
    def __enter__(self):
        return self.acquire()
    def __exit__(self, *exc_info):
        self.release()

RLock = _RLock

class Semaphore(_RLock):
    def __init__(self, value=1):
        super().__init__()
    def release(self, n=1):
        pass

BoundedSemaphore = Semaphore

class Condition(_RLock):
    def __init__(self, lock=None):
        super().__init__()
    def wait(self, timeout=None):
        return True
    def notify(self, n=1):
        pass
    def notify_all(self):
        pass

class Event:
    def __init__(self):
        self._flag = False
    def is_set(self):
        return self._flag
    def set(self):
        self._flag = True
    def clear(self):
        self._flag = False
    def wait(self, timeout=None):
        return self._flag

class local:
    pass

class Thread:
    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        self._target, self._args, self._kwargs = target, args, kwargs or {}
        self.name = name or "Thread-1"
        self.daemon = bool(daemon)
        self.ident = None
    def start(self):
        raise RuntimeError("can't start new thread: threads are not available while a program is analysed")
    def run(self):
        if self._target is not None:
            self._target(*self._args, **self._kwargs)
    def join(self, timeout=None):
        pass
    def is_alive(self):
        return False

class _MainThread(Thread):
    def __init__(self):
        super().__init__(name="MainThread")
        self.ident = 1
    def is_alive(self):
        return True

_main = _MainThread()

def current_thread():
    return _main

currentThread = main_thread = current_thread

def get_ident():
    return 1

get_native_id = get_ident

def active_count():
    return 1

def enumerate():
    return [_main]

TIMEOUT_MAX = 9223372036.0
`;
