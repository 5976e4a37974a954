/** Small standard modules written in Python, by name. */

export const BISECT = String.raw`
def bisect_right(a, x, lo=0, hi=None, *, key=None):
    if lo < 0:
        raise ValueError("lo must be non-negative")
    if hi is None:
        hi = len(a)
    while lo < hi:
        mid = (lo + hi) // 2
        if x < (a[mid] if key is None else key(a[mid])):
            hi = mid
        else:
            lo = mid + 1
    return lo

def bisect_left(a, x, lo=0, hi=None, *, key=None):
    if lo < 0:
        raise ValueError("lo must be non-negative")
    if hi is None:
        hi = len(a)
    while lo < hi:
        mid = (lo + hi) // 2
        if (a[mid] if key is None else key(a[mid])) < x:
            lo = mid + 1
        else:
            hi = mid
    return lo

def insort_right(a, x, lo=0, hi=None, *, key=None):
    a.insert(bisect_right(a, x if key is None else key(x), lo, hi, key=key), x)

def insort_left(a, x, lo=0, hi=None, *, key=None):
    a.insert(bisect_left(a, x if key is None else key(x), lo, hi, key=key), x)

bisect = bisect_right
insort = insort_right
`;

export const HEAPQ = String.raw`
def _up(heap, pos, start=0):
    item = heap[pos]
    while pos > start:
        parent = (pos - 1) >> 1
        if not item < heap[parent]:
            break
        heap[pos] = heap[parent]
        pos = parent
    heap[pos] = item

def _down(heap, pos):
    end = len(heap)
    start = pos
    item = heap[pos]
    child = 2 * pos + 1
    while child < end:
        right = child + 1
        if right < end and not heap[child] < heap[right]:
            child = right
        heap[pos] = heap[child]
        pos = child
        child = 2 * pos + 1
    heap[pos] = item
    _up(heap, pos, start)

def heappush(heap, item):
    heap.append(item)
    _up(heap, len(heap) - 1)

def heappop(heap):
    last = heap.pop()
    if heap:
        last, heap[0] = heap[0], last
        _down(heap, 0)
    return last

def heapreplace(heap, item):
    item, heap[0] = heap[0], item
    _down(heap, 0)
    return item

def heappushpop(heap, item):
    if heap and heap[0] < item:
        item, heap[0] = heap[0], item
        _down(heap, 0)
    return item

def heapify(x):
    for i in reversed(range(len(x) // 2)):
        _down(x, i)

def nlargest(n, iterable, key=None):
    return sorted(iterable, key=key, reverse=True)[:max(n, 0)]

def nsmallest(n, iterable, key=None):
    return sorted(iterable, key=key)[:max(n, 0)]

def merge(*iterables, key=None, reverse=False):
    sources = [iter(it) for it in iterables]
    heads = []
    for order, it in enumerate(sources):
        for value in it:
            heads.append((value if key is None else key(value), order, value))
            break
    while heads:
        best = heads[0]
        for head in heads[1:]:
            if best[0] < head[0] if reverse else head[0] < best[0]:
                best = head
        yield best[2]
        at = heads.index(best)
        for value in sources[best[1]]:
            heads[at] = (value if key is None else key(value), best[1], value)
            break
        else:
            del heads[at]
`;

export const NUMBERS = String.raw`
from abc import ABCMeta, abstractmethod

class Number(metaclass=ABCMeta):
    __slots__ = ()
    __hash__ = None

class Complex(Number):
    __slots__ = ()

class Real(Complex):
    __slots__ = ()

class Rational(Real):
    __slots__ = ()

class Integral(Rational):
    __slots__ = ()

Complex.register(complex)
Real.register(float)
Integral.register(int)
`;

export const LINECACHE = String.raw`
import _source

cache = {}

def getlines(filename, module_globals=None):
    return _source.lines(filename)

def getline(filename, lineno, module_globals=None):
    lines = getlines(filename)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ""

def clearcache():
    pass

def checkcache(filename=None):
    pass
`;

export const WEAKREF = String.raw`
"""References are strong: nothing is collected while a program is analysed."""
from _collections_extra import UserDict

class ReferenceType:
    def __new__(cls, ob, callback=None, *args):
        self = object.__new__(cls)
        self._ob = ob
        self.__callback__ = callback
        return self
    def __init__(self, ob, callback=None):
        pass
    def __call__(self):
        return self._ob
    def __eq__(self, other):
        return self._ob == other._ob if isinstance(other, ReferenceType) else NotImplemented
    def __hash__(self):
        return hash(self._ob)
    def __copy__(self):
        return self
    def __deepcopy__(self, memo):
        return self
    def __class_getitem__(cls, item):
        return cls

ref = ReferenceType

class WeakMethod(ReferenceType):
    pass

class finalize:
    def __init__(self, obj, func, /, *args, **kwargs):
        self._call = (func, args, kwargs)
        self.alive = True
        self.atexit = True
    def __call__(self, _=None):
        if self.alive:
            self.alive = False
            func, args, kwargs = self._call
            return func(*args, **kwargs)
    def detach(self):
        self.alive = False
    def peek(self):
        return (None, *self._call) if self.alive else None

def proxy(ob, callback=None):
    return ob

class WeakKeyDictionary(UserDict):
    pass

class WeakValueDictionary(UserDict):
    pass

class WeakSet(set):
    pass

def getweakrefcount(ob):
    return 0

def getweakrefs(ob):
    return []

ProxyType = CallableProxyType = type("weakproxy", (), {})
ProxyTypes = (ProxyType, CallableProxyType)
`;

export const CONTEXTVARS = String.raw`
_MISSING = object()

class Token:
    MISSING = _MISSING
    def __init__(self, var, old_value):
        self.var = var
        self.old_value = old_value

class ContextVar:
    def __init__(self, name, *, default=_MISSING):
        self.name = name
        self._default = default
        self._value = _MISSING
    def __class_getitem__(cls, item):
        return cls
    def get(self, default=_MISSING):
        if self._value is not _MISSING:
            return self._value
        if default is not _MISSING:
            return default
        if self._default is not _MISSING:
            return self._default
        raise LookupError(self)
    def set(self, value):
        token = Token(self, self._value)
        self._value = value
        return token
    def reset(self, token):
        if token.var is not self:
            raise ValueError(f"{token!r} was created by a different ContextVar")
        self._value = token.old_value
    def __repr__(self):
        return f"<ContextVar name={self.name!r} at {id(self):#x}>"

class Context:
    def run(self, callable, /, *args, **kwargs):
        return callable(*args, **kwargs)
    def copy(self):
        return Context()

def copy_context():
    return Context()
`;

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

export const FUTURE = String.raw`
class _Feature:
    def __init__(self, optional, mandatory, flag):
        self.optional, self.mandatory, self.compiler_flag = optional, mandatory, flag
    def getOptionalRelease(self):
        return self.optional
    def getMandatoryRelease(self):
        return self.mandatory

all_feature_names = ["nested_scopes", "generators", "division", "absolute_import", "with_statement", "print_function",
                     "unicode_literals", "barry_as_FLUFL", "generator_stop", "annotations"]
nested_scopes = _Feature((2, 1, 0, "beta", 1), (2, 2, 0, "alpha", 0), 16)
generators = _Feature((2, 2, 0, "alpha", 1), (2, 3, 0, "final", 0), 0)
division = _Feature((2, 2, 0, "alpha", 2), (3, 0, 0, "alpha", 0), 131072)
absolute_import = _Feature((2, 5, 0, "alpha", 1), (3, 0, 0, "alpha", 0), 262144)
with_statement = _Feature((2, 5, 0, "alpha", 1), (2, 6, 0, "alpha", 0), 524288)
print_function = _Feature((2, 6, 0, "alpha", 2), (3, 0, 0, "alpha", 0), 1048576)
unicode_literals = _Feature((2, 6, 0, "alpha", 2), (3, 0, 0, "alpha", 0), 2097152)
barry_as_FLUFL = _Feature((3, 1, 0, "alpha", 2), (4, 0, 0, "alpha", 0), 4194304)
generator_stop = _Feature((3, 5, 0, "beta", 1), (3, 7, 0, "alpha", 0), 8388608)
annotations = _Feature((3, 7, 0, "beta", 1), None, 16777216)
`;

export const RE_FLAGS = String.raw`
from enum import IntFlag

class RegexFlag(IntFlag):
    NOFLAG = 0
    ASCII = A = 256
    IGNORECASE = I = 2
    LOCALE = L = 4
    UNICODE = U = 32
    MULTILINE = M = 8
    DOTALL = S = 16
    VERBOSE = X = 64
    TEMPLATE = T = 1
    DEBUG = 128
    __str__ = object.__str__

    def __repr__(self):
        if self._name_ is None:
            return "re.RegexFlag(%r)" % int(self)
        return "|".join("re." + name for name in self._name_.split("|"))

RegexFlag.__module__ = "re"
globals().update(RegexFlag.__members__)
`;

export const JSON_CLASSES = String.raw`
from _json import encode as _encode, decode as _decode, JSONDecodeError

class JSONEncoder:
    item_separator = ", "
    key_separator = ": "

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False,
                 indent=None, separators=None, default=None):
        self.skipkeys, self.ensure_ascii, self.allow_nan = skipkeys, ensure_ascii, allow_nan
        self.sort_keys, self.indent, self.separators = sort_keys, indent, separators
        if default is not None:
            self.default = default

    def default(self, o):
        raise TypeError(f"Object of type {o.__class__.__name__} is not JSON serializable")

    def encode(self, o):
        return _encode(o, self.skipkeys, self.ensure_ascii, self.allow_nan, self.indent, self.separators, self.sort_keys, self.default)

    def iterencode(self, o, _one_shot=False):
        yield self.encode(o)

class JSONDecoder:
    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, strict=True, object_pairs_hook=None):
        self.object_hook, self.parse_float, self.parse_int = object_hook, parse_float, parse_int
        self.parse_constant, self.object_pairs_hook = parse_constant, object_pairs_hook

    def decode(self, s):
        return _decode(s, self.object_hook, self.parse_float, self.parse_int, self.parse_constant, self.object_pairs_hook)

def dumps(obj, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None,
          separators=None, default=None, sort_keys=False, **kw):
    if cls is not None:
        return cls(skipkeys=skipkeys, ensure_ascii=ensure_ascii, check_circular=check_circular, allow_nan=allow_nan,
                   indent=indent, separators=separators, default=default, sort_keys=sort_keys, **kw).encode(obj)
    return _encode(obj, skipkeys, ensure_ascii, allow_nan, indent, separators, sort_keys, default)

def dump(obj, fp, **kw):
    fp.write(dumps(obj, **kw))

def loads(s, *, cls=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, object_pairs_hook=None, **kw):
    if cls is not None:
        return cls(object_hook=object_hook, parse_float=parse_float, parse_int=parse_int,
                   parse_constant=parse_constant, object_pairs_hook=object_pairs_hook, **kw).decode(s)
    return _decode(s, object_hook, parse_float, parse_int, parse_constant, object_pairs_hook)

def load(fp, **kw):
    return loads(fp.read(), **kw)
`;
