/** The parts of `functools` that are written in Python. */

export const FUNCTOOLS_EXTRA = String.raw`
from functools import update_wrapper

_DERIVED = {
    "__lt__": (("__gt__", lambda self, other: _negate_or_equal(self.__lt__(other), self, other)),
               ("__le__", lambda self, other: _or_equal(self.__lt__(other), self, other)),
               ("__ge__", lambda self, other: _negated(self.__lt__(other)))),
    "__le__": (("__ge__", lambda self, other: _not_or_equal(self.__le__(other), self, other)),
               ("__lt__", lambda self, other: _and_unequal(self.__le__(other), self, other)),
               ("__gt__", lambda self, other: _negated(self.__le__(other)))),
    "__gt__": (("__lt__", lambda self, other: _negate_or_equal(self.__gt__(other), self, other)),
               ("__ge__", lambda self, other: _or_equal(self.__gt__(other), self, other)),
               ("__le__", lambda self, other: _negated(self.__gt__(other)))),
    "__ge__": (("__le__", lambda self, other: _not_or_equal(self.__ge__(other), self, other)),
               ("__gt__", lambda self, other: _and_unequal(self.__ge__(other), self, other)),
               ("__lt__", lambda self, other: _negated(self.__ge__(other)))),
}

def _negated(result):
    return result if result is NotImplemented else not result

def _negate_or_equal(result, self, other):
    return result if result is NotImplemented else not result and self != other

def _or_equal(result, self, other):
    return result if result is NotImplemented else result or self == other

def _not_or_equal(result, self, other):
    return result if result is NotImplemented else not result or self == other

def _and_unequal(result, self, other):
    return result if result is NotImplemented else result and self != other

def total_ordering(cls):
    roots = [name for name in _DERIVED if getattr(cls, name, None) is not getattr(object, name, None)]
    if not roots:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    root = max(roots)
    for name, function in _DERIVED[root]:
        if name not in roots:
            function.__name__ = name
            setattr(cls, name, function)
    return cls

class partialmethod:
    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        if isinstance(func, partialmethod):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func = func
        self.args = args
        self.keywords = keywords

    def __repr__(self):
        parts = [repr(self.func), *map(repr, self.args), *(f"{k}={v!r}" for k, v in self.keywords.items())]
        return f"functools.partialmethod({', '.join(parts)})"

    def _make(self):
        def _method(cls_or_self, /, *args, **keywords):
            return self.func(cls_or_self, *self.args, *args, **{**self.keywords, **keywords})
        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.__partialmethod__ = self
        return _method

    def __get__(self, obj, cls=None):
        get = getattr(self.func, "__get__", None)
        if get is not None:
            bound = get(obj, cls)
            if bound is not self.func:
                from functools import partial
                result = partial(bound, *self.args, **self.keywords)
                return result
        return self._make().__get__(obj, cls)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)

def _find(cls, registry):
    for base in cls.__mro__:
        if base in registry and base is not object:
            return registry[base]
    # Abstract base classes that the class matches without inheriting: the most derived one wins.
    matches = [base for base in registry if base is not object and issubclass(cls, base)]
    best = None
    for match in matches:
        if best is None or issubclass(match, best):
            best = match
        elif not issubclass(best, match):
            raise RuntimeError(f"Ambiguous dispatch: {best} or {match}")
    return registry[best if best is not None else object]

def singledispatch(func):
    registry = {object: func}
    cache = {}

    def dispatch(cls):
        if cls not in cache:
            cache[cls] = _find(cls, registry)
        return cache[cls]

    def register(cls, func=None):
        if func is None:
            if isinstance(cls, type) or getattr(cls, "__args__", None) is not None:
                return lambda f: register(cls, f)
            annotations = getattr(cls, "__annotations__", {})
            if not annotations:
                raise TypeError(
                    f"Invalid first argument to register(): {cls!r}. "
                    f"Use either @register(some_class) or plain @register on an annotated function.")
            func = cls
            from typing import get_type_hints
            name, cls = next(iter(get_type_hints(func).items()))
        for one in getattr(cls, "__args__", None) or (cls,):
            registry[one] = func
        cache.clear()
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f"{getattr(func, '__name__', 'singledispatch function')} requires at least 1 positional argument")
        return dispatch(args[0].__class__)(*args, **kw)

    update_wrapper(wrapper, func)
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = registry
    wrapper._clear_cache = cache.clear
    return wrapper

class singledispatchmethod:
    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        def _method(*args, **kwargs):
            method = self.dispatcher.dispatch(args[0].__class__)
            return method.__get__(obj, cls)(*args, **kwargs)
        _method.register = self.register
        update_wrapper(_method, self.func)
        return _method
`;
