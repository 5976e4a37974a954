/** `typing`, first part, written in Python: special forms, type variables and aliases; nothing is checked at run time. */

export const TYPING_FORMS = String.raw`
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

_cleanups = []

class _Operand:
    def __or__(self, right):
        return Union[self, right]
    def __ror__(self, left):
        return Union[left, self]

class _Final:
    def __init_subclass__(cls, /, *args, **kwds):
        if cls.__module__ != "typing":
            raise TypeError("Cannot subclass special typing classes")

class _SpecialForm(_Operand, _Final):
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

class _Variable(_Final):
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
    def __typing_subst__(self, arg):
        return _convert(arg)
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
    def __typing_subst__(self, arg):
        return tuple(arg) if isinstance(arg, list) else arg
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

class ParamSpecArgs(_Final):
    def __mro_entries__(self, bases):
        raise TypeError("Cannot subclass an instance of ParamSpecArgs")
    def __init__(self, origin):
        self.__origin__ = origin
    def __eq__(self, other):
        return self.__origin__ == other.__origin__ if isinstance(other, ParamSpecArgs) else NotImplemented
    def __hash__(self):
        return hash(("args", self.__origin__))
    def __repr__(self):
        return f"{self.__origin__.__name__}.args"

class ParamSpecKwargs(_Final):
    def __mro_entries__(self, bases):
        raise TypeError("Cannot subclass an instance of ParamSpecKwargs")
    def __init__(self, origin):
        self.__origin__ = origin
    def __eq__(self, other):
        return self.__origin__ == other.__origin__ if isinstance(other, ParamSpecKwargs) else NotImplemented
    def __hash__(self):
        return hash(("kwargs", self.__origin__))
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

class _BaseAlias(_Operand, _Final):
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

`;
