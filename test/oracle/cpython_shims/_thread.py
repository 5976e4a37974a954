"""Locks of the only thread."""

from threading import Lock as allocate_lock
from threading import RLock, get_ident

error = RuntimeError
LockType = type(allocate_lock())
TIMEOUT_MAX = 4294967.0


def start_new_thread(function, args, kwargs=None):
    raise RuntimeError("can't start new thread")
