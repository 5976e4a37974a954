/** `weakref`, written in Python. */

export const WEAKREF = String.raw`
"""References are strong: nothing is collected while a program is analysed."""
from _collections_extra import UserDict

_NEVER = (int, tuple, bytes)
_PLAIN = (object, float, complex, str, bytearray, list, dict, range, slice, type(None), type(...), type(NotImplemented))

def _supported(cls):
    """Whether instances have room for references: those of most builtin values and of classes with only slots have none."""
    if issubclass(cls, _NEVER):
        return False
    for base in cls.__mro__:
        slots = base.__dict__.get("__slots__")
        if base not in _PLAIN and (slots is None or "__weakref__" in slots):
            return True
    return False

class ReferenceType:
    def __new__(cls, ob, callback=None, *args):
        if not _supported(type(ob)):
            raise TypeError(f"cannot create weak reference to '{type(ob).__name__}' object")
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
    def __repr__(self):
        return f"<weakref at {id(self):#x}; to '{type(self._ob).__name__}' at {id(self._ob):#x}>"
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
    def __setitem__(self, key, value):
        ReferenceType(key)
        super().__setitem__(key, value)
    def keyrefs(self):
        return [ref(key) for key in self]
    def __repr__(self):
        return f"<{type(self).__name__} at {id(self):#x}>"

class WeakValueDictionary(UserDict):
    def __setitem__(self, key, value):
        ReferenceType(value)
        super().__setitem__(key, value)
    def valuerefs(self):
        return [ref(value) for value in self.values()]
    def __repr__(self):
        return f"<{type(self).__name__} at {id(self):#x}>"

class WeakSet(set):
    def add(self, item):
        ReferenceType(item)
        super().add(item)

def getweakrefcount(ob):
    return 0

def getweakrefs(ob):
    return []

ProxyType = CallableProxyType = type("weakproxy", (), {})
ProxyTypes = (ProxyType, CallableProxyType)
`;
