/** `typing`, first part, written in Python: checks of arguments, special forms, forward references, type variables. */

export const TYPING_FORMS = String.raw`
import collections
import collections.abc as _abc
import contextlib as _contextlib
import functools
import operator
import sys
import types
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
    if isinstance(obj, tuple):
        return "[" + ", ".join(map(_type_repr, obj)) + "]"
    return repr(obj)

def _caller(depth=2):
    try:
        return sys._getframe(depth).f_globals.get("__name__", "__main__")
    except ValueError:
        return None

def _is_dunder(name):
    return name.startswith("__") and name.endswith("__")

def _convert(arg, module=None, *, allow_special_forms=False):
    if arg is None:
        return NoneType
    if isinstance(arg, str):
        return ForwardRef(arg, module=module, is_class=allow_special_forms)
    return arg

def _check(arg, msg, is_argument=True, module=None, *, allow_special_forms=False):
    """A type as an argument of another: None and strings are turned into types, what can't be one is refused."""
    refused = (Generic, Protocol)
    if not allow_special_forms:
        refused += (ClassVar,)
        if is_argument:
            refused += (Final,)
    arg = _convert(arg, module=module, allow_special_forms=allow_special_forms)
    if isinstance(arg, _GenericAlias) and arg.__origin__ in refused:
        raise TypeError(f"{arg} is not valid as type argument")
    if arg is Any or arg in (LiteralString, NoReturn, Never, Self, TypeAlias):
        return arg
    if allow_special_forms and arg in (ClassVar, Final):
        return arg
    if isinstance(arg, _SpecialForm) or arg is Generic or arg is Protocol:
        raise TypeError(f"Plain {arg} is not valid as type argument")
    if type(arg) is tuple:
        raise TypeError(f"{msg} Got {arg!r:.100}.")
    return arg

def _is_param_expr(arg):
    return arg is ... or isinstance(arg, (tuple, list, ParamSpec, _ConcatenateGenericAlias))

def _is_typevar_like(arg):
    return isinstance(arg, (TypeVar, ParamSpec)) or _is_unpacked_typevartuple(arg)

def _is_unpacked_typevartuple(arg):
    return not isinstance(arg, type) and getattr(arg, "__typing_is_unpacked_typevartuple__", False)

def _collect_parameters(args):
    """The type variables among the arguments, each once, in order."""
    found = []
    def add(param):
        if param not in found:
            found.append(param)
    for arg in args:
        if isinstance(arg, type):
            continue
        if isinstance(arg, tuple):
            for item in arg:
                for param in _collect_parameters([item]):
                    add(param)
        elif hasattr(arg, "__typing_subst__"):
            add(arg)
        else:
            for param in getattr(arg, "__parameters__", ()):
                add(param)
    return tuple(found)

def _check_generic(cls, parameters, count):
    if not count:
        raise TypeError(f"{cls} is not a generic class")
    if len(parameters) != count:
        raise TypeError(f"Too {'many' if len(parameters) > count else 'few'} arguments for {cls}; "
                        f"actual {len(parameters)}, expected {count}")

def _unpack_args(args):
    """Unpacked tuples of known length give their items."""
    items = []
    for arg in args:
        inner = getattr(arg, "__typing_unpacked_tuple_args__", None)
        if inner is not None and not (inner and inner[-1] is ...):
            items.extend(inner)
        else:
            items.append(arg)
    return tuple(items)

def _prepare(alias, parameters, args):
    """One argument a type variable; a TypeVarTuple's is a tuple."""
    for param in parameters:
        prepare = getattr(param, "__typing_prepare_subst__", None)
        if prepare is not None:
            args = prepare(alias, args)
    if len(args) != len(parameters):
        raise TypeError(f"Too {'many' if len(args) > len(parameters) else 'few'} arguments for {alias}; "
                        f"actual {len(args)}, expected {len(parameters)}")
    return dict(zip(parameters, args))

def _fill(arg, mapping):
    """An argument with its type variables filled in; a tuple from an unpacked TypeVarTuple."""
    subst = getattr(arg, "__typing_subst__", None)
    if subst is not None:
        return subst(mapping[arg])
    inner = getattr(arg, "__parameters__", ())
    if not inner:
        return arg
    values = []
    for param in inner:
        if isinstance(param, TypeVarTuple):
            values.extend(mapping[param])
        else:
            values.append(mapping[param])
    return arg[tuple(values)]

def _substitute(alias, item):
    """The arguments of a native alias (list[T], T | int) with its type variables filled in."""
    if not alias.__parameters__:
        raise TypeError(f"{alias} is not a generic class")
    mapping = _prepare(alias, alias.__parameters__, _unpack_args(item if isinstance(item, tuple) else (item,)))
    args = []
    for arg in alias.__args__:
        if isinstance(arg, type) and not isinstance(arg, GenericAlias):
            args.append(arg)
        elif _is_unpacked_typevartuple(arg):
            args.extend(_fill(arg, mapping))
        else:
            args.append(_fill(arg, mapping))
    return tuple(args)

_cleanups = []

class _Operand:
    __slots__ = ()
    def __or__(self, right):
        return Union[self, right]
    def __ror__(self, left):
        return Union[left, self]

class _Final:
    __slots__ = ("__weakref__",)
    def __init_subclass__(cls, /, *args, **kwds):
        if cls.__module__ != "typing":
            raise TypeError("Cannot subclass special typing classes")

class _NotIterable:
    __slots__ = ()
    __iter__ = None

class _SpecialForm(_Operand, _Final, _NotIterable):
    def __init__(self, getitem, name=None):
        self._getitem = getitem
        self._name = name or getitem.__name__
        self.__doc__ = getitem.__doc__
    def __getattr__(self, item):
        if item in ("__name__", "__qualname__"):
            return self._name
        raise AttributeError(item)
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

class _AnyMeta(type):
    def __instancecheck__(self, obj):
        if self is Any:
            raise TypeError("typing.Any cannot be used with isinstance()")
        return super().__instancecheck__(obj)
    def __repr__(self):
        return "typing.Any" if self is Any else super().__repr__()

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

def _single(name, what="accepts only single type.", **options):
    def getitem(self, parameters):
        return _GenericAlias(self, (_check(parameters, f"{self if not options else name} {what}", **options),))
    return _SpecialForm(getitem, name)

ClassVar = _single("ClassVar")
Final = _single("Final")
TypeGuard = _single("TypeGuard")
TypeIs = _single("TypeIs")
Required = _single("Required", "accepts only a single type.", allow_special_forms=True)
NotRequired = _single("NotRequired", "accepts only a single type.", allow_special_forms=True)
ReadOnly = _single("ReadOnly", "accepts only a single type.", allow_special_forms=True)

@_SpecialForm
def Unpack(self, parameters):
    return _UnpackGenericAlias(self, (_check(parameters, f"{self} accepts only single type."),))

@_SpecialForm
def Union(self, parameters):
    if parameters == ():
        raise TypeError("Cannot take a Union of no types.")
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    flat = []
    for p in parameters:
        p = _check(p, "Union[arg, ...]: each arg must be a type.")
        for one in p.__args__ if isinstance(p, (_UnionGenericAlias, UnionType)) else (p,):
            if one not in flat:
                flat.append(one)
    if len(flat) == 1:
        return flat[0]
    return _UnionGenericAlias(self, tuple(flat), name="Optional" if len(flat) == 2 and NoneType in flat else None)

@_SpecialForm
def Optional(self, parameters):
    return Union[_check(parameters, f"{self} requires a single type."), NoneType]

def _values_and_types(parameters):
    return [(a, type(a)) for a in parameters]

@_SpecialForm
def Literal(self, parameters):
    flat = []
    for p in parameters if isinstance(parameters, tuple) else (parameters,):
        flat.extend(p.__args__ if isinstance(p, _LiteralGenericAlias) else (p,))
    try:
        flat = [value for value, _ in dict.fromkeys(_values_and_types(flat))]
    except TypeError:
        pass  # What can't be hashed stays as often as it is given.
    return _LiteralGenericAlias(self, tuple(flat))

@_SpecialForm
def Concatenate(self, parameters):
    if parameters == ():
        raise TypeError("Cannot take a Concatenate of no types.")
    if not isinstance(parameters, tuple):
        parameters = (parameters,)
    if not (parameters[-1] is ... or isinstance(parameters[-1], ParamSpec)):
        raise TypeError("The last parameter to Concatenate should be a ParamSpec variable or ellipsis.")
    msg = "Concatenate[arg, ...]: each arg must be a type."
    return _ConcatenateGenericAlias(self, (*(_check(p, msg) for p in parameters[:-1]), parameters[-1]))

_codes = {}

def _code_of(arg):
    """The same few annotations come again and again."""
    code = _codes.get(arg)
    if code is None:
        code = _codes[arg] = compile(f"({arg},)[0]" if arg.startswith("*") else arg, "<string>", "eval")
    return code

class ForwardRef(_Final):
    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f"Forward reference must be a string -- got {arg!r}")
        try:
            code = _code_of(arg)
        except SyntaxError:
            raise SyntaxError(f"Forward reference must be an expression -- got {arg!r}")
        self.__forward_arg__ = arg
        self.__forward_code__ = code
        self.__forward_evaluated__ = False
        self.__forward_value__ = None
        self.__forward_is_argument__ = is_argument
        self.__forward_is_class__ = is_class
        self.__forward_module__ = module
    def _evaluate(self, globalns, localns, recursive_guard=frozenset()):
        if self.__forward_arg__ in recursive_guard:
            return self
        if not self.__forward_evaluated__ or localns is not globalns:
            if globalns is None and localns is None:
                globalns = localns = {}
            elif globalns is None:
                globalns = localns
            elif localns is None:
                localns = globalns
            if self.__forward_module__ is not None:
                globalns = getattr(sys.modules.get(self.__forward_module__), "__dict__", globalns)
            found = _check(eval(self.__forward_code__, globalns, localns), "Forward references must evaluate to types.",
                           is_argument=self.__forward_is_argument__, allow_special_forms=self.__forward_is_class__)
            self.__forward_value__ = _eval_type(found, globalns, localns, recursive_guard | {self.__forward_arg__})
            self.__forward_evaluated__ = True
        return self.__forward_value__
    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        if self.__forward_evaluated__ and other.__forward_evaluated__:
            return self.__forward_arg__ == other.__forward_arg__ and self.__forward_value__ == other.__forward_value__
        return self.__forward_arg__ == other.__forward_arg__ and self.__forward_module__ == other.__forward_module__
    def __hash__(self):
        return hash((self.__forward_arg__, self.__forward_module__))
    def __or__(self, other):
        return Union[self, other]
    def __ror__(self, other):
        return Union[other, self]
    def __repr__(self):
        module = "" if self.__forward_module__ is None else f", module={self.__forward_module__!r}"
        return f"ForwardRef({self.__forward_arg__!r}{module})"
`;
