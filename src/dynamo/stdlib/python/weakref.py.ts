/** `weakref`, written in Python. */

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
