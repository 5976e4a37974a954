/** `typing`, written in Python: forms that can be subscripted, printed and inspected; nothing is checked at run time. */

export const TYPING = String.raw`
import sys
from abc import ABCMeta, abstractmethod
from types import FunctionType, GenericAlias, MethodType, ModuleType, NoneType, UnionType

TYPE_CHECKING = False

def _type_repr(obj):
    if isinstance(obj, GenericAlias):
        return repr(obj)
    if isinstance(obj, type):
        return obj.__qualname__ if obj.__module__ == "builtins" else f"{obj.__module__}.{obj.__qualname__}"
    if obj is ...:
        return "..."
    if isinstance(obj, FunctionType):
        return obj.__name__
    if isinstance(obj, (list, tuple)):
        return "[" + ", ".join(map(_type_repr, obj)) + "]"
    return repr(obj)

def _convert(arg):
    if arg is None:
        return NoneType
    if isinstance(arg, str):
        return ForwardRef(arg)
    return arg

def _check(arg, msg):
    arg = _convert(arg)
    if isinstance(arg, type) and arg in (Generic, Protocol):
        raise TypeError(f"Plain {arg} is not valid as type argument")
    if type(arg) is tuple:
        raise TypeError(f"{msg} Got {arg!r:.100}.")
    return arg

def _flat_params(args):
    found = []
    for arg in args:
        if isinstance(arg, (TypeVar, ParamSpec, TypeVarTuple)):
            if arg not in found:
                found.append(arg)
        elif isinstance(arg, (list, tuple)):
            for p in _flat_params(arg):
                if p not in found:
                    found.append(p)
        elif not isinstance(arg, type) or isinstance(arg, GenericAlias):
            for p in getattr(arg, "__parameters__", ()):
                if p not in found:
                    found.append(p)
    return tuple(found)

class _Operand:
    def __or__(self, right):
        return Union[self, right]
    def __ror__(self, left):
        return Union[left, self]

class _SpecialForm(_Operand):
    def __init__(self, getitem, name=None):
        self._getitem = getitem
        self._name = name or getitem.__name__
        self.__doc__ = getitem.__doc__
    def __repr__(self):
        return "typing." + self._name
    def __reduce__(self):
        return self._name
    def __call__(self, *args, **kwds):
        raise TypeError(f"Cannot instantiate {self!r}")
    def __instancecheck__(self, obj):
        raise TypeError(f"{self} cannot be used with isinstance()")
    def __subclasscheck__(self, cls):
        raise TypeError(f"{self} cannot be used with issubclass()")
    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass {self!r}")
    def __getitem__(self, parameters):
        return self._getitem(self, parameters)
    def __copy__(self):
        return self
    def __deepcopy__(self, memo):
        return self

class _AnyMeta(type):
    def __instancecheck__(self, obj):
        if self is Any:
            raise TypeError("typing.Any cannot be used with isinstance()")
        return super().__instancecheck__(obj)
    def __repr__(self):
        return "typing.Any" if self is Any else super().__repr__()
    def __or__(self, right):
        return Union[self, right]
    def __ror__(self, left):
        return Union[left, self]

class Any(metaclass=_AnyMeta):
    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError("Any cannot be instantiated")
        return super().__new__(cls)

def _plain(name):
    def getitem(self, parameters):
        raise TypeError(f"{self} is not subscriptable")
    return _SpecialForm(getitem, name)

NoReturn = _plain("NoReturn")
Never = _plain("Never")
Self = _plain("Self")
LiteralString = _plain("LiteralString")
TypeAlias = _plain("TypeAlias")

def _single(name):
    def getitem(self, parameters):
        return _GenericAlias(self, (_check(parameters, f"{self} accepts only single type."),))
    return _SpecialForm(getitem, name)

ClassVar = _single("ClassVar")
Final = _single("Final")
TypeGuard = _single("TypeGuard")
TypeIs = _single("TypeIs")
Required = _single("Required")
NotRequired = _single("NotRequired")
ReadOnly = _single("ReadOnly")
Unpack = _single("Unpack")

@_SpecialForm
def Union(self, parameters):
    if parameters == ():
        raise TypeError("Cannot take a Union of no types.")
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    flat = []
    for p in parameters:
        p = _check(p, "Union[arg, ...]: each arg must be a type.")
        for one in p.__args__ if isinstance(p, UnionType) or getattr(p, "__origin__", None) is Union else (p,):
            if one not in flat:
                flat.append(one)
    if len(flat) == 1:
        return flat[0]
    return _UnionAlias(self, tuple(flat), name="Optional" if len(flat) == 2 and NoneType in flat else None)

@_SpecialForm
def Optional(self, parameters):
    return Union[_check(parameters, "Optional[t] requires a single type."), NoneType]

@_SpecialForm
def Literal(self, *parameters):
    parameters = parameters[0] if isinstance(parameters[0], tuple) else parameters
    flat = []
    for p in parameters:
        for one in p.__args__ if isinstance(p, _LiteralAlias) else (p,):
            if not any(one == other and type(one) is type(other) for other in flat):
                flat.append(one)
    return _LiteralAlias(self, tuple(flat))

@_SpecialForm
def Concatenate(self, parameters):
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    return _GenericAlias(self, tuple(_convert(p) for p in parameters))

@_SpecialForm
def Annotated(self, params):
    if not isinstance(params, tuple) or len(params) < 2:
        raise TypeError("Annotated[...] should be used with at least two arguments (a type and an annotation).")
    return _AnnotatedAlias(_check(params[0], "Annotated[t, ...]: t must be a type."), params[1:])

class ForwardRef:
    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f"Forward reference must be a string -- got {arg!r}")
        self.__forward_arg__ = arg
        self.__forward_module__ = module
    def _evaluate(self, globalns, localns):
        return eval(self.__forward_arg__, globalns, localns)
    def __eq__(self, other):
        return isinstance(other, ForwardRef) and self.__forward_arg__ == other.__forward_arg__
    def __hash__(self):
        return hash(self.__forward_arg__)
    def __or__(self, other):
        return Union[self, other]
    def __ror__(self, other):
        return Union[other, self]
    def __repr__(self):
        return f"ForwardRef({self.__forward_arg__!r})"

class _Variable:
    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass an instance of {type(self).__name__}")
    def __repr__(self):
        prefix = "+" if self.__covariant__ else "-" if self.__contravariant__ else "~"
        return prefix + self.__name__
    def __or__(self, right):
        return Union[self, right]
    def __ror__(self, left):
        return Union[left, self]
    def __copy__(self):
        return self
    def __deepcopy__(self, memo):
        return self
    def _home(self):
        module = sys._getframe(2).f_globals.get("__name__")
        if module != "typing":
            self.__module__ = module

class TypeVar(_Variable):
    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False, default=None, infer_variance=False):
        if covariant and contravariant:
            raise ValueError("Bivariant types are not supported.")
        if constraints and bound is not None:
            raise TypeError("Constraints cannot be combined with bound=...")
        if len(constraints) == 1:
            raise TypeError("A single constraint is not allowed")
        self.__name__ = name
        self.__constraints__ = tuple(_convert(c) for c in constraints)
        self.__bound__ = None if bound is None else _convert(bound)
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self.__default__ = default
        self._home()

class ParamSpec(_Variable):
    def __init__(self, name, *, bound=None, covariant=False, contravariant=False, default=None, infer_variance=False):
        self.__name__ = name
        self.__bound__ = bound
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self._home()
    @property
    def args(self):
        return ParamSpecArgs(self)
    @property
    def kwargs(self):
        return ParamSpecKwargs(self)

class ParamSpecArgs:
    def __init__(self, origin):
        self.__origin__ = origin
    def __repr__(self):
        return f"{self.__origin__.__name__}.args"

class ParamSpecKwargs:
    def __init__(self, origin):
        self.__origin__ = origin
    def __repr__(self):
        return f"{self.__origin__.__name__}.kwargs"

class TypeVarTuple(_Variable):
    __covariant__ = __contravariant__ = False
    def __init__(self, name, *, default=None):
        self.__name__ = name
        self._home()
    def __iter__(self):
        yield Unpack[self]
    def __repr__(self):
        return self.__name__

class TypeAliasType:
    def __init__(self, name, value, *, type_params=()):
        self.__name__ = name
        self.__value__ = value
        self.__type_params__ = type_params
    def __repr__(self):
        return self.__name__
    def __getitem__(self, item):
        return _GenericAlias(self, item if isinstance(item, tuple) else (item,))
    def __or__(self, right):
        return Union[self, right]
    def __ror__(self, left):
        return Union[left, self]

class _BaseAlias(_Operand):
    def __init__(self, origin, *, inst=True, name=None):
        self._inst = inst
        self._name = name
        self.__origin__ = origin
        self.__slots__ = None
    def __call__(self, *args, **kwargs):
        if not self._inst:
            raise TypeError(f"Type {self._name} cannot be instantiated; use {self.__origin__.__name__}() instead")
        result = self.__origin__(*args, **kwargs)
        try:
            result.__orig_class__ = self
        except Exception:
            pass
        return result
    def __mro_entries__(self, bases):
        entries = []
        if self.__origin__ not in bases:
            entries.append(self.__origin__)
        following = bases[bases.index(self) + 1:]
        if not any(isinstance(b, _BaseAlias) or (isinstance(b, type) and issubclass(b, Generic)) for b in following):
            entries.append(Generic)
        return tuple(entries)
    def __getattr__(self, attr):
        if "__origin__" in self.__dict__ and not (attr.startswith("__") and attr.endswith("__")):
            return getattr(self.__origin__, attr)
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{attr}'")
    def __instancecheck__(self, obj):
        return self.__subclasscheck__(type(obj))
    def __subclasscheck__(self, cls):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

def _substitute(arg, mapping):
    if isinstance(arg, (TypeVar, ParamSpec, TypeVarTuple)):
        return mapping.get(arg, arg)
    if isinstance(arg, (list, tuple)):
        return type(arg)(_substitute(a, mapping) for a in arg)
    params = () if isinstance(arg, type) and not isinstance(arg, GenericAlias) else getattr(arg, "__parameters__", ())
    if params:
        return arg[tuple(mapping.get(p, p) for p in params)]
    return arg

class _GenericAlias(_BaseAlias):
    def __init__(self, origin, args, *, inst=True, name=None):
        super().__init__(origin, inst=inst, name=name)
        if not isinstance(args, tuple):
            args = (args,)
        self.__args__ = args
        self.__parameters__ = _flat_params(args)
        if not name:
            self.__module__ = getattr(origin, "__module__", "typing")
    def __eq__(self, other):
        if not isinstance(other, _GenericAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__
    def __hash__(self):
        return hash((self.__origin__, self.__args__))
    def __getitem__(self, args):
        if not isinstance(args, tuple):
            args = (args,)
        if not self.__parameters__:
            raise TypeError(f"{self} is not a generic class")
        args = tuple(_convert(a) for a in args)
        count = len(self.__parameters__)
        if any(isinstance(p, TypeVarTuple) for p in self.__parameters__) or (
                count == 1 and isinstance(self.__parameters__[0], ParamSpec)):
            mapping = {self.__parameters__[0]: args} if count == 1 else dict(zip(self.__parameters__, args))
        else:
            if len(args) != count:
                few = "many" if len(args) > count else "few"
                raise TypeError(f"Too {few} arguments for {self}; actual {len(args)}, expected {count}")
            mapping = dict(zip(self.__parameters__, args))
        return self.copy_with(tuple(_substitute(a, mapping) for a in self.__args__))
    def copy_with(self, args):
        return self.__class__(self.__origin__, args, name=self._name, inst=self._inst)
    def __repr__(self):
        name = "typing." + self._name if self._name else _type_repr(self.__origin__)
        args = ", ".join(_type_repr(a) for a in self.__args__) if self.__args__ else "()"
        return f"{name}[{args}]"
    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, _SpecialForm):
            raise TypeError(f"Cannot subclass {self!r}")
        if self._name:
            return super().__mro_entries__(bases)
        if self.__origin__ is Generic:
            if Protocol in bases:
                return ()
            for b in bases[bases.index(self) + 1:]:
                if isinstance(b, _BaseAlias) and b is not self:
                    return ()
        return (self.__origin__,)
    def __iter__(self):
        yield Unpack[self]

class _UnionAlias(_GenericAlias):
    def copy_with(self, params):
        return Union[params]
    def __eq__(self, other):
        if not isinstance(other, (_UnionAlias, UnionType)):
            return NotImplemented
        return set(self.__args__) == set(other.__args__)
    def __hash__(self):
        return hash(frozenset(self.__args__))
    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and NoneType in args:
            other = args[0] if args[1] is NoneType else args[1]
            return f"typing.Optional[{_type_repr(other)}]"
        return f"typing.Union[{', '.join(map(_type_repr, args))}]"
    def __instancecheck__(self, obj):
        return any(isinstance(obj, a) for a in self.__args__)
    def __subclasscheck__(self, cls):
        return any(issubclass(cls, a) for a in self.__args__)

class _LiteralAlias(_GenericAlias):
    def __eq__(self, other):
        if not isinstance(other, _LiteralAlias):
            return NotImplemented
        return {(type(a), a) for a in self.__args__} == {(type(a), a) for a in other.__args__}
    def __hash__(self):
        return hash(frozenset((type(a), a) for a in self.__args__))
    def __repr__(self):
        return f"typing.Literal[{', '.join(map(repr, self.__args__))}]"

class _AnnotatedAlias(_GenericAlias):
    def __init__(self, origin, metadata):
        if isinstance(origin, _AnnotatedAlias):
            metadata = origin.__metadata__ + metadata
            origin = origin.__origin__
        super().__init__(origin, origin, name="Annotated")
        self.__metadata__ = metadata
    def copy_with(self, params):
        return self.__class__(params[0], self.__metadata__)
    def __repr__(self):
        return f"typing.Annotated[{_type_repr(self.__origin__)}, {', '.join(map(repr, self.__metadata__))}]"
    def __eq__(self, other):
        return isinstance(other, _AnnotatedAlias) and self.__origin__ == other.__origin__ and self.__metadata__ == other.__metadata__
    def __hash__(self):
        return hash((self.__origin__, self.__metadata__))
    def __mro_entries__(self, bases):
        return (self.__origin__,)

class _CallableAlias(_GenericAlias):
    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and (args[0] is ... or isinstance(args[0], (ParamSpec, _GenericAlias)) and not isinstance(args[0], _UnionAlias)
                               and (isinstance(args[0], ParamSpec) or args[0].__origin__ is Concatenate)):
            return f"typing.Callable[{_type_repr(args[0])}, {_type_repr(args[1])}]"
        return f"typing.Callable[[{', '.join(map(_type_repr, args[:-1]))}], {_type_repr(args[-1])}]"
    def copy_with(self, args):
        return _CallableAlias(self.__origin__, args, name=self._name, inst=self._inst)

class _SpecialAlias(_BaseAlias):
    def __init__(self, origin, nparams, *, inst=True, name=None):
        super().__init__(origin, inst=inst, name=name or origin.__name__)
        self._nparams = nparams
        self.__module__ = "typing"
    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        params = tuple(_check(p, "Parameters to generic types must be types.") for p in params)
        if self._nparams >= 0 and len(params) != self._nparams:
            few = "many" if len(params) > self._nparams else "few"
            raise TypeError(f"Too {few} arguments for {self}; actual {len(params)}, expected {self._nparams}")
        return self.copy_with(params)
    def copy_with(self, params):
        return _GenericAlias(self.__origin__, params, name=self._name, inst=self._inst)
    def __repr__(self):
        return "typing." + self._name
    def __subclasscheck__(self, cls):
        return issubclass(cls.__origin__ if isinstance(cls, _SpecialAlias) else cls, self.__origin__)

class _TupleType(_SpecialAlias):
    def __getitem__(self, params):
        if not isinstance(params, tuple):
            params = (params,)
        return self.copy_with(tuple(p if p is ... else _check(p, "Tuple[t0, t1, ...]: each t must be a type.") for p in params))

class _CallableType(_SpecialAlias):
    def __getitem__(self, params):
        if not isinstance(params, tuple) or len(params) != 2:
            raise TypeError("Callable must be used as Callable[[arg, ...], result].")
        args, result = params
        if isinstance(args, list):
            params = (*(_convert(a) for a in args), _convert(result))
        else:
            params = (_convert(args) if args is not ... else ..., _convert(result))
        return _CallableAlias(self.__origin__, params, name=self._name, inst=self._inst)

class Generic:
    __slots__ = ()
    _is_protocol = False

    def __class_getitem__(cls, params):
        if not isinstance(params, tuple):
            params = (params,)
        params = tuple(_convert(p) for p in params)
        if cls in (Generic, Protocol):
            if not params:
                raise TypeError(f"Parameter list to {cls.__qualname__}[...] cannot be empty")
            if not all(isinstance(p, (TypeVar, ParamSpec, TypeVarTuple)) or getattr(p, "__origin__", None) is Unpack for p in params):
                raise TypeError(f"Parameters to {cls.__name__}[...] must all be type variables or parameter specification variables.")
            if len(set(params)) != len(params):
                raise TypeError(f"Parameters to {cls.__name__}[...] must all be unique")
        else:
            expected = getattr(cls, "__parameters__", ())
            if not expected:
                raise TypeError(f"{cls} is not a generic class")
            if len(params) != len(expected) and not any(isinstance(p, (TypeVarTuple, ParamSpec)) for p in expected):
                few = "many" if len(params) > len(expected) else "few"
                raise TypeError(f"Too {few} arguments for {cls}; actual {len(params)}, expected {len(expected)}")
        return _GenericAlias(cls, params)

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        tvars = []
        bases = cls.__dict__.get("__orig_bases__")
        if bases is not None:
            if Generic in bases:
                raise TypeError("Cannot inherit from plain Generic")
            tvars = _flat_params(bases)
            for base in bases:
                if isinstance(base, _GenericAlias) and base.__origin__ is Generic:
                    tvars = base.__parameters__
        params = cls.__dict__.get("__type_params__") or tuple(tvars)
        cls.__parameters__ = tuple(params)

_PROTOCOL_SKIP = frozenset([
    "__abstractmethods__", "__annotations__", "__dict__", "__doc__", "__init__", "__module__", "__new__", "__slots__",
    "__subclasshook__", "__weakref__", "__class_getitem__", "__match_args__", "__static_attributes__", "__firstlineno__",
    "__parameters__", "__orig_bases__", "__orig_class__", "_is_protocol", "_is_runtime_protocol", "__protocol_attrs__",
    "__callable_proto_members_only__", "__type_params__", "__qualname__", "__annotate__", "__hash__", "__init_subclass__",
])

def _protocol_attrs(cls):
    attrs = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ in ("Protocol", "Generic"):
            continue
        for attr in (*base.__dict__, *base.__dict__.get("__annotations__", ())):
            if not attr.startswith("_abc_") and attr not in _PROTOCOL_SKIP:
                attrs.add(attr)
    return attrs

class _ProtocolMeta(ABCMeta):
    def __instancecheck__(cls, instance):
        if cls is Protocol:
            return type.__instancecheck__(cls, instance)
        if not getattr(cls, "_is_protocol", False):
            return super().__instancecheck__(instance)
        if not getattr(cls, "_is_runtime_protocol", False):
            raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
        if super().__instancecheck__(instance):
            return True
        for attr in _protocol_attrs(cls):
            try:
                value = getattr(instance, attr)
            except AttributeError:
                return False
            if value is None and callable(getattr(cls, attr, None)):
                return False
        return True

class Protocol(Generic, metaclass=_ProtocolMeta):
    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if not cls.__dict__.get("_is_protocol", False):
            cls._is_protocol = any(b is Protocol for b in cls.__bases__)
        if "__subclasshook__" not in cls.__dict__:
            def __subclasshook__(other):
                if not cls.__dict__.get("_is_protocol", False):
                    return NotImplemented
                for attr in _protocol_attrs(cls):
                    for base in other.__mro__:
                        if attr in base.__dict__:
                            if base.__dict__[attr] is None:
                                return NotImplemented
                            break
                        if attr in base.__dict__.get("__annotations__", {}) and getattr(base, "_is_protocol", False):
                            break
                    else:
                        return NotImplemented
                return True
            cls.__subclasshook__ = staticmethod(__subclasshook__)
        if cls._is_protocol and cls.__init__ is Protocol.__init__:
            def _no_init(self, *args, **kwargs):
                if type(self)._is_protocol:
                    raise TypeError("Protocols cannot be instantiated")
                for base in type(self).__mro__:
                    init = base.__dict__.get("__init__", _no_init)
                    if init is not _no_init and not getattr(init, "_protocol_init", False):
                        init(self, *args, **kwargs)
                        return
            _no_init._protocol_init = True
            cls.__init__ = _no_init

def runtime_checkable(cls):
    if not getattr(cls, "_is_protocol", False):
        raise TypeError(f"@runtime_checkable can be only applied to protocol classes, got {cls!r}")
    cls._is_runtime_protocol = True
    return cls

def is_protocol(tp):
    return isinstance(tp, type) and getattr(tp, "_is_protocol", False) and tp is not Protocol

import collections
import collections.abc as _abc
import contextlib as _contextlib

def _alias(origin, nparams, name=None, inst=True):
    return _SpecialAlias(origin, nparams, inst=inst, name=name)

T = TypeVar("T")
KT = TypeVar("KT")
VT = TypeVar("VT")
T_co = TypeVar("T_co", covariant=True)
V_co = TypeVar("V_co", covariant=True)
VT_co = TypeVar("VT_co", covariant=True)
T_contra = TypeVar("T_contra", contravariant=True)
AnyStr = TypeVar("AnyStr", bytes, str)

Hashable = _alias(_abc.Hashable, 0)
Sized = _alias(_abc.Sized, 0)
Awaitable = _alias(_abc.Awaitable, 1)
Coroutine = _alias(_abc.Coroutine, 3)
AsyncIterable = _alias(_abc.AsyncIterable, 1)
AsyncIterator = _alias(_abc.AsyncIterator, 1)
AsyncGenerator = _alias(_abc.AsyncGenerator, -1)
Iterable = _alias(_abc.Iterable, 1)
Iterator = _alias(_abc.Iterator, 1)
Generator = _alias(_abc.Generator, -1)
Reversible = _alias(_abc.Reversible, 1)
Container = _alias(_abc.Container, 1)
Collection = _alias(_abc.Collection, 1)
Callable = _CallableType(_abc.Callable, 2)
AbstractSet = _alias(_abc.Set, 1, "AbstractSet")
MutableSet = _alias(_abc.MutableSet, 1)
Mapping = _alias(_abc.Mapping, 2)
MutableMapping = _alias(_abc.MutableMapping, 2)
Sequence = _alias(_abc.Sequence, 1)
MutableSequence = _alias(_abc.MutableSequence, 1)
ByteString = _alias(_abc.ByteString, 0)
MappingView = _alias(_abc.MappingView, 1)
KeysView = _alias(_abc.KeysView, 1)
ItemsView = _alias(_abc.ItemsView, 2)
ValuesView = _alias(_abc.ValuesView, 1)
Tuple = _TupleType(tuple, -1, inst=False, name="Tuple")
List = _alias(list, 1, "List", False)
Set = _alias(set, 1, "Set", False)
FrozenSet = _alias(frozenset, 1, "FrozenSet", False)
Dict = _alias(dict, 2, "Dict", False)
Type = _alias(type, 1, "Type", False)
Deque = _alias(collections.deque, -1, "Deque")
DefaultDict = _alias(collections.defaultdict, 2, "DefaultDict")
OrderedDict = _alias(collections.OrderedDict, 2)
Counter = _alias(collections.Counter, 1)
ChainMap = _alias(collections.ChainMap, 2)
ContextManager = _alias(_contextlib.AbstractContextManager, -1, "ContextManager")
AsyncContextManager = _alias(_contextlib.AbstractAsyncContextManager, -1, "AsyncContextManager")

def __getattr__(name):
    if name in ("Pattern", "Match"):
        import re
        value = _alias(getattr(re, name), 1)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'typing' has no attribute '{name}'")

Text = str

@runtime_checkable
class SupportsInt(Protocol):
    __slots__ = ()
    @abstractmethod
    def __int__(self): pass

@runtime_checkable
class SupportsFloat(Protocol):
    __slots__ = ()
    @abstractmethod
    def __float__(self): pass

@runtime_checkable
class SupportsComplex(Protocol):
    __slots__ = ()
    @abstractmethod
    def __complex__(self): pass

@runtime_checkable
class SupportsBytes(Protocol):
    __slots__ = ()
    @abstractmethod
    def __bytes__(self): pass

@runtime_checkable
class SupportsIndex(Protocol):
    __slots__ = ()
    @abstractmethod
    def __index__(self): pass

@runtime_checkable
class SupportsAbs(Protocol[T_co]):
    __slots__ = ()
    @abstractmethod
    def __abs__(self): pass

@runtime_checkable
class SupportsRound(Protocol[T_co]):
    __slots__ = ()
    @abstractmethod
    def __round__(self, ndigits=0): pass

class IO(Generic[AnyStr]):
    pass

class TextIO(IO[str]):
    pass

class BinaryIO(IO[bytes]):
    pass

def cast(typ, val):
    return val

def assert_type(val, typ, /):
    return val

def reveal_type(obj, /):
    print(f"Runtime type is {type(obj).__name__!r}", file=sys.stderr)
    return obj

def assert_never(arg, /):
    raise AssertionError(f"Expected code to be unreachable, but got: {arg!r}")

_overloads = {}

def _overload_dummy(*args, **kwds):
    raise NotImplementedError(
        "You should not call an overloaded function. A series of @overload-decorated functions outside a stub module "
        "should always be followed by an implementation that is not @overload-ed.")

def overload(func):
    f = getattr(func, "__func__", func)
    _overloads.setdefault((f.__module__, f.__qualname__), []).append(func)
    return _overload_dummy

def get_overloads(func):
    f = getattr(func, "__func__", func)
    return list(_overloads.get((f.__module__, f.__qualname__), []))

def clear_overloads():
    _overloads.clear()

def _marker(attribute):
    def decorator(obj):
        try:
            setattr(obj, attribute, True)
        except (AttributeError, TypeError):
            pass
        return obj
    return decorator

final = _marker("__final__")
override = _marker("__override__")
no_type_check = _marker("__no_type_check__")

def no_type_check_decorator(decorator):
    return decorator

def dataclass_transform(*, eq_default=True, order_default=False, kw_only_default=False, frozen_default=False,
                        field_specifiers=(), **kwargs):
    def decorator(cls_or_fn):
        cls_or_fn.__dataclass_transform__ = {"eq_default": eq_default, "order_default": order_default,
            "kw_only_default": kw_only_default, "frozen_default": frozen_default,
            "field_specifiers": field_specifiers, "kwargs": kwargs}
        return cls_or_fn
    return decorator

def get_origin(tp):
    if isinstance(tp, _AnnotatedAlias):
        return Annotated
    if isinstance(tp, (_BaseAlias, GenericAlias, ParamSpecArgs, ParamSpecKwargs)):
        return tp.__origin__
    if tp is Generic:
        return Generic
    if isinstance(tp, UnionType):
        return UnionType
    return None

def get_args(tp):
    if isinstance(tp, _AnnotatedAlias):
        return (tp.__origin__,) + tp.__metadata__
    if isinstance(tp, (_GenericAlias, GenericAlias)):
        res = tp.__args__
        if tp.__origin__ is _abc.Callable and not (len(res) == 2 and (res[0] is ... or isinstance(res[0], ParamSpec))):
            res = (list(res[:-1]), res[-1])
        return res
    if isinstance(tp, UnionType):
        return tp.__args__
    return ()

def is_typeddict(tp):
    return isinstance(tp, _TypedDictMeta)

def _eval_type(t, globalns, localns):
    if isinstance(t, str):
        t = ForwardRef(t)
    if isinstance(t, ForwardRef):
        return _eval_type(_convert(t._evaluate(globalns, localns)), globalns, localns)
    if isinstance(t, _GenericAlias) and not isinstance(t, (_LiteralAlias, _AnnotatedAlias)):
        args = tuple(_eval_type(a, globalns, localns) for a in t.__args__)
        return t if args == t.__args__ else t.copy_with(args)
    if isinstance(t, GenericAlias):
        args = tuple(_eval_type(a, globalns, localns) for a in t.__args__)
        return t if args == t.__args__ else GenericAlias(t.__origin__, args)
    return t

def _strip_annotated(t):
    if isinstance(t, _AnnotatedAlias):
        return _strip_annotated(t.__origin__)
    if getattr(t, "__origin__", None) in (Required, NotRequired, ReadOnly):
        return _strip_annotated(t.__args__[0])
    if isinstance(t, _GenericAlias) and not isinstance(t, _LiteralAlias):
        args = tuple(_strip_annotated(a) for a in t.__args__)
        return t if args == t.__args__ else t.copy_with(args)
    return t

def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    hints = {}
    if isinstance(obj, type):
        for base in reversed(obj.__mro__):
            base_globals = getattr(sys.modules.get(base.__module__), "__dict__", {}) if globalns is None else globalns
            base_locals = dict(vars(base)) if localns is None else localns
            for name, value in base.__dict__.get("__annotations__", {}).items():
                hints[name] = _eval_type(_convert(value), base_globals, base_locals)
    else:
        if globalns is None:
            if isinstance(obj, ModuleType):
                globalns = obj.__dict__
            else:
                inner = obj
                while hasattr(inner, "__wrapped__"):
                    inner = inner.__wrapped__
                globalns = getattr(inner, "__globals__", {})
        if localns is None:
            localns = globalns
        annotations = getattr(obj, "__annotations__", None)
        if annotations is None:
            if isinstance(obj, (FunctionType, MethodType, ModuleType)) or callable(obj):
                return {}
            raise TypeError(f"{obj!r} is not a module, class, method, or function.")
        for name, value in annotations.items():
            hints[name] = _eval_type(_convert(value), globalns, localns)
    return hints if include_extras else {k: _strip_annotated(v) for k, v in hints.items()}

_NT_FORBIDDEN = frozenset(["__new__", "__init__", "__slots__", "__getnewargs__", "_fields", "_field_defaults",
                           "_make", "_replace", "_asdict"])

class NamedTupleMeta(type):
    def __new__(cls, typename, bases, ns):
        bases = tuple(tuple if base is _NamedTuple else base for base in bases)
        for base in bases:
            if base is not tuple and base is not Generic:
                raise TypeError("can only inherit from a NamedTuple type and Generic")
        types = ns.get("__annotations__", {})
        defaults = []
        for name in types:
            if name in ns:
                defaults.append(name)
            elif defaults:
                raise TypeError(f"Non-default namedtuple field {name} cannot follow default field"
                                f"{'s' if len(defaults) > 1 else ''} {', '.join(defaults)}")
        made = collections.namedtuple(typename, list(types), defaults=[ns[n] for n in defaults], module=ns["__module__"])
        made.__annotations__ = {n: _convert(t) for n, t in types.items()}
        made.__qualname__ = ns.get("__qualname__", typename)
        made.__orig_bases__ = (NamedTuple,)
        if Generic in bases:
            made.__class_getitem__ = classmethod(lambda cls, params: _GenericAlias(cls, params if isinstance(params, tuple) else (params,)))
        for key, value in ns.items():
            if key in _NT_FORBIDDEN:
                raise AttributeError("Cannot overwrite NamedTuple attribute " + key)
            if key not in ("__annotations__", "__module__", "__qualname__", "__orig_bases__", "__classcell__") and key not in made._fields:
                setattr(made, key, value)
                if hasattr(type(value), "__set_name__"):
                    type(value).__set_name__(value, made, key)
        cell = ns.get("__classcell__")
        if cell is not None:
            cell.cell_contents = made
        return made

def NamedTuple(typename, fields=None, /, **kwargs):
    types = list(fields if fields is not None else kwargs.items())
    made = collections.namedtuple(typename, [n for n, t in types], module=sys._getframe(1).f_globals.get("__name__"))
    made.__annotations__ = {n: _convert(t) for n, t in types}
    made.__orig_bases__ = (NamedTuple,)
    return made

_NamedTuple = type.__new__(NamedTupleMeta, "NamedTuple", (), {})
NamedTuple.__mro_entries__ = lambda bases: (_NamedTuple,)

class _TypedDictMeta(type):
    def __new__(cls, name, bases, ns, total=True, closed=False):
        annotations = {}
        required, optional = set(), set()
        for base in bases:
            annotations.update(base.__dict__.get("__annotations__", {}))
            required |= getattr(base, "__required_keys__", frozenset())
            optional |= getattr(base, "__optional_keys__", frozenset())
        for key, value in ns.get("__annotations__", {}).items():
            value = _convert(value)
            annotations[key] = value
            origin = get_origin(value)
            (required if origin is Required or (total and origin is not NotRequired) else optional).add(key)
        generic = (Generic,) if any(issubclass(b, Generic) for b in bases) else ()
        made = type.__new__(_TypedDictMeta, name, (*generic, dict), ns)
        made.__annotations__ = annotations
        made.__required_keys__ = frozenset(required)
        made.__optional_keys__ = frozenset(optional)
        made.__total__ = total
        made.__orig_bases__ = ns.get("__orig_bases__", bases)
        return made
    __call__ = dict
    def __subclasscheck__(cls, other):
        raise TypeError("TypedDict does not support instance and class checks")
    __instancecheck__ = __subclasscheck__

def TypedDict(typename, fields=None, /, *, total=True, **kwargs):
    ns = {"__annotations__": dict(fields or kwargs), "__module__": sys._getframe(1).f_globals.get("__name__")}
    return _TypedDictMeta(typename, (), ns, total=total)

_TypedDict = type.__new__(_TypedDictMeta, "TypedDict", (), {})
TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)

class NewType(_Operand):
    def __init__(self, name, tp):
        self.__qualname__ = name
        self.__name__ = name.rpartition(".")[-1]
        self.__supertype__ = tp
        self.__module__ = sys._getframe(1).f_globals.get("__name__")
    def __call__(self, x):
        return x
    def __repr__(self):
        return f"{self.__module__}.{self.__qualname__}"
    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass an instance of NewType. Perhaps you were looking for: "
                        f"'{bases[-1].__name__} = NewType({bases[-1].__name__!r}, {self.__name__})'")
`;
