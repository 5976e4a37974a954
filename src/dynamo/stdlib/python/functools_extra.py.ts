/** The parts of `functools` that are written in Python. */

export const FUNCTOOLS_EXTRA = String.raw`
from functools import update_wrapper
from types import GenericAlias, MappingProxyType, UnionType

_DERIVED = {
    "__lt__": (("__gt__", lambda self, other: _negate_or_equal(type(self).__lt__(self, other), self, other)),
               ("__le__", lambda self, other: _or_equal(type(self).__lt__(self, other), self, other)),
               ("__ge__", lambda self, other: _negated(type(self).__lt__(self, other)))),
    "__le__": (("__ge__", lambda self, other: _not_or_equal(type(self).__le__(self, other), self, other)),
               ("__lt__", lambda self, other: _and_unequal(type(self).__le__(self, other), self, other)),
               ("__gt__", lambda self, other: _negated(type(self).__le__(self, other)))),
    "__gt__": (("__lt__", lambda self, other: _negate_or_equal(type(self).__gt__(self, other), self, other)),
               ("__ge__", lambda self, other: _or_equal(type(self).__gt__(self, other), self, other)),
               ("__le__", lambda self, other: _negated(type(self).__gt__(self, other)))),
    "__ge__": (("__le__", lambda self, other: _not_or_equal(type(self).__ge__(self, other), self, other)),
               ("__gt__", lambda self, other: _and_unequal(type(self).__ge__(self, other), self, other)),
               ("__lt__", lambda self, other: _negated(type(self).__ge__(self, other)))),
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

def _c3_merge(sequences):
    result = []
    while True:
        sequences = [s for s in sequences if s]
        if not sequences:
            return result
        for sequence in sequences:
            candidate = sequence[0]
            if not any(candidate in other[1:] for other in sequences):
                break
        else:
            raise RuntimeError("Inconsistent hierarchy")
        result.append(candidate)
        for sequence in sequences:
            if sequence[0] is candidate:
                del sequence[0]

def _c3_mro(cls, abcs=None):
    """The method resolution order with abstract base classes put in where the class first matches them."""
    boundary = 0
    for i, base in enumerate(reversed(cls.__bases__)):
        if hasattr(base, "__abstractmethods__"):
            boundary = len(cls.__bases__) - i
            break
    abcs = list(abcs) if abcs else []
    explicit, other = list(cls.__bases__[:boundary]), list(cls.__bases__[boundary:])
    abstract = [base for base in abcs if issubclass(cls, base) and not any(issubclass(b, base) for b in cls.__bases__)]
    abcs = [base for base in abcs if base not in abstract]
    mros = [_c3_mro(base, abcs) for base in (*explicit, *abstract, *other)]
    return _c3_merge([[cls], *mros, explicit, abstract, other])

def _compose_mro(cls, types):
    bases = set(cls.__mro__)
    types = [t for t in types if t not in bases and hasattr(t, "__mro__") and not isinstance(t, GenericAlias) and issubclass(cls, t)]
    types = [t for t in types if not any(t is not other and t in other.__mro__ for other in types)]
    known, mro = set(types), []
    for t in types:
        found = [[s for s in sub.__mro__ if s in known] for sub in t.__subclasses__() if sub not in bases and issubclass(cls, sub)]
        for sub in [[t]] if not found else sorted(found, key=len, reverse=True):
            mro.extend(s for s in sub if s not in mro)
    return _c3_mro(cls, mro)

def _find_impl(cls, registry):
    match = None
    for t in _compose_mro(cls, registry.keys()):
        if match is not None:
            # Two abstract base classes that the class does not name, neither derived from the other.
            if t in registry and t not in cls.__mro__ and match not in cls.__mro__ and not issubclass(match, t):
                raise RuntimeError(f"Ambiguous dispatch: {match} or {t}")
            break
        if t in registry:
            match = t
    return registry.get(match)

_Q = chr(96)

def _is_union(cls):
    from typing import Union, get_origin
    return get_origin(cls) in (Union, UnionType)

def _is_dispatch_type(cls):
    return isinstance(cls, type) or _is_union(cls) and all(isinstance(arg, type) for arg in cls.__args__)

def singledispatch(func):
    registry = {}
    cache = {}

    def dispatch(cls):
        try:
            return cache[cls]
        except KeyError:
            cache[cls] = found = registry[cls] if cls in registry else _find_impl(cls, registry)
            return found

    def register(cls, func=None):
        if _is_dispatch_type(cls):
            if func is None:
                return lambda f: register(cls, f)
        else:
            if func is not None:
                raise TypeError(f"Invalid first argument to {_Q}register(){_Q}. {cls!r} is not a class or union type.")
            if not getattr(cls, "__annotations__", {}):
                raise TypeError(f"Invalid first argument to {_Q}register(){_Q}: {cls!r}. Use either "
                                f"{_Q}@register(some_class){_Q} or plain {_Q}@register{_Q} on an annotated function.")
            func = cls
            from typing import get_type_hints
            name, cls = next(iter(get_type_hints(func).items()))
            if not _is_dispatch_type(cls):
                what = "not all arguments are classes" if _is_union(cls) else "is not a class"
                raise TypeError(f"Invalid annotation for {name!r}. {cls!r} {what}.")
        for one in cls.__args__ if _is_union(cls) else (cls,):
            registry[one] = func
        cache.clear()
        return func

    registry[object] = func
    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f"{getattr(func, '__name__', 'singledispatch function')} requires at least 1 positional argument")
        return dispatch(args[0].__class__)(*args, **kw)

    update_wrapper(wrapper, func)
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = MappingProxyType(registry)
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
        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.register = self.register
        update_wrapper(_method, self.func)
        return _method

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)
`;
