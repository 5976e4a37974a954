/** `typing`, last part, written in Python: NamedTuple, TypedDict, NewType, the functions. */

export const TYPING_FUNCTIONS = String.raw`
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

_ASSERT_NEVER_REPR_MAX_LENGTH = 100

def assert_never(arg, /):
    text = repr(arg)
    if len(text) > _ASSERT_NEVER_REPR_MAX_LENGTH:
        text = text[:_ASSERT_NEVER_REPR_MAX_LENGTH] + "..."
    raise AssertionError(f"Expected code to be unreachable, but got: {text}")

def _idfunc(_, x):
    return x

_overload_registry = collections.defaultdict(functools.partial(collections.defaultdict, dict))

def _overload_dummy(*args, **kwds):
    raise NotImplementedError(
        "You should not call an overloaded function. A series of @overload-decorated functions outside a stub module "
        "should always be followed by an implementation that is not @overload-ed.")

def overload(func):
    f = getattr(func, "__func__", func)
    try:
        _overload_registry[f.__module__][f.__qualname__][f.__code__.co_firstlineno] = func
    except AttributeError:
        pass  # Not a function: nothing to remember it by.
    return _overload_dummy

def get_overloads(func):
    f = getattr(func, "__func__", func)
    if f.__module__ not in _overload_registry or f.__qualname__ not in _overload_registry[f.__module__]:
        return []
    return list(_overload_registry[f.__module__][f.__qualname__].values())

def clear_overloads():
    _overload_registry.clear()

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
def no_type_check(arg):
    if isinstance(arg, type):
        for key in dir(arg):
            obj = getattr(arg, key)
            if (not hasattr(obj, "__qualname__") or obj.__qualname__ != f"{arg.__qualname__}.{obj.__name__}"
                    or getattr(obj, "__module__", None) != arg.__module__):
                continue
            if isinstance(obj, FunctionType):
                obj.__no_type_check__ = True
            if isinstance(obj, MethodType):
                obj.__func__.__no_type_check__ = True
            if isinstance(obj, type):
                no_type_check(obj)
    try:
        arg.__no_type_check__ = True
    except TypeError:
        pass  # A class of the interpreter's own.
    return arg

def no_type_check_decorator(decorator):
    @functools.wraps(decorator)
    def wrapped_decorator(*args, **kwds):
        return no_type_check(decorator(*args, **kwds))
    return wrapped_decorator

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
    if isinstance(tp, (_BaseGenericAlias, GenericAlias, ParamSpecArgs, ParamSpecKwargs)):
        return tp.__origin__
    if tp is Generic:
        return Generic
    return UnionType if isinstance(tp, UnionType) else None

def get_args(tp):
    if isinstance(tp, _AnnotatedAlias):
        return (tp.__origin__,) + tp.__metadata__
    if isinstance(tp, (_GenericAlias, GenericAlias)):
        args = tp.__args__
        if tp.__origin__ is _abc.Callable and not (len(args) == 2 and _is_param_expr(args[0])):
            args = (list(args[:-1]), args[-1])
        return args
    return tp.__args__ if isinstance(tp, UnionType) else ()

def is_typeddict(tp):
    return isinstance(tp, _TypedDictMeta)

def _rebuild(t, args):
    """An alias with other arguments."""
    if args == t.__args__:
        return t
    if isinstance(t, UnionType):
        return functools.reduce(operator.or_, args)
    if not isinstance(t, GenericAlias):
        return t.copy_with(args)
    if t.__origin__ is _abc.Callable and not (len(args) == 2 and _is_param_expr(args[0])):
        return t.__origin__[args[:-1], args[-1]]
    made = GenericAlias(t.__origin__, args)
    return next(iter(made)) if t.__unpacked__ else made

def _eval_type(t, globalns, localns, recursive_guard=frozenset()):
    if isinstance(t, ForwardRef):
        return t._evaluate(globalns, localns, recursive_guard)
    if isinstance(t, GenericAlias) and t.__unpacked__:
        return Unpack[_eval_type(GenericAlias(t.__origin__, t.__args__), globalns, localns, recursive_guard)]
    if isinstance(t, (_GenericAlias, GenericAlias, UnionType)):
        args = tuple(ForwardRef(a) if isinstance(a, str) and isinstance(t, GenericAlias) else a for a in t.__args__)
        return _rebuild(t, tuple(_eval_type(a, globalns, localns, recursive_guard) for a in args))
    return t

def _strip_annotations(t):
    if isinstance(t, _AnnotatedAlias):
        return _strip_annotations(t.__origin__)
    if hasattr(t, "__origin__") and t.__origin__ in (Required, NotRequired, ReadOnly):
        return _strip_annotations(t.__args__[0])
    if isinstance(t, (_GenericAlias, GenericAlias, UnionType)):
        return _rebuild(t, tuple(map(_strip_annotations, t.__args__)))
    return t

def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    if getattr(obj, "__no_type_check__", None):
        return {}
    hints = {}
    if isinstance(obj, type):
        for base in reversed(obj.__mro__):
            base_globals = getattr(sys.modules.get(base.__module__), "__dict__", {}) if globalns is None else globalns
            annotations = base.__dict__.get("__annotations__", {})
            if isinstance(annotations, types.GetSetDescriptorType):
                annotations = {}
            base_locals = dict(vars(base)) if localns is None else localns
            if localns is None and globalns is None:
                # What the class binds comes first, as where the annotation stands.
                base_globals, base_locals = base_locals, base_globals
            for name, value in annotations.items():
                if isinstance(value, str):
                    value = ForwardRef(value, is_argument=False, is_class=True)
                hints[name] = _eval_type(NoneType if value is None else value, base_globals, base_locals)
    else:
        if globalns is None:
            inner = obj
            while not isinstance(inner, ModuleType) and hasattr(inner, "__wrapped__"):
                inner = inner.__wrapped__
            globalns = obj.__dict__ if isinstance(obj, ModuleType) else getattr(inner, "__globals__", {})
            if localns is None:
                localns = globalns
        elif localns is None:
            localns = globalns
        annotations = getattr(obj, "__annotations__", None)
        if annotations is None:
            if isinstance(obj, (FunctionType, MethodType, ModuleType, types.BuiltinFunctionType, types.WrapperDescriptorType,
                                types.MethodWrapperType, types.MethodDescriptorType)):
                return {}
            raise TypeError(f"{obj!r} is not a module, class, method, or function.")
        parameters = {param.__name__: param for param in getattr(obj, "__type_params__", ())}
        if parameters:
            localns = {**parameters, **localns}
        for name, value in annotations.items():
            if isinstance(value, str):
                value = ForwardRef(value, is_argument=not isinstance(obj, ModuleType), is_class=False)
            hints[name] = _eval_type(NoneType if value is None else value, globalns, localns)
    return hints if include_extras else {k: _strip_annotations(v) for k, v in hints.items()}

_NT_FORBIDDEN = frozenset(["__new__", "__init__", "__slots__", "__getnewargs__", "_fields", "_field_defaults",
                           "_field_types", "_make", "_replace", "_asdict", "_source"])
_NT_SPECIAL = frozenset(["__module__", "__name__", "__annotations__", "__qualname__", "__classcell__"])

def _make_namedtuple(name, fields, module, defaults=()):
    types = {n: _check(t, f"field {n} annotation must be a type") for n, t in fields}
    made = collections.namedtuple(name, list(types), defaults=defaults, module=module)
    made.__annotations__ = types
    return made

class NamedTupleMeta(type):
    def __new__(cls, typename, bases, ns):
        for base in bases:
            if base is not _NamedTuple and base is not Generic:
                raise TypeError("can only inherit from a NamedTuple type and Generic")
        types = ns.get("__annotations__", {})
        defaults = []
        for name in types:
            if name in ns:
                defaults.append(name)
            elif defaults:
                raise TypeError(f"Non-default namedtuple field {name} cannot follow default field"
                                f"{'s' if len(defaults) > 1 else ''} {', '.join(defaults)}")
        made = _make_namedtuple(typename, types.items(), ns["__module__"], [ns[n] for n in defaults])
        made.__qualname__ = ns.get("__qualname__", typename)
        made.__orig_bases__ = (NamedTuple,)
        if Generic in bases:
            made.__bases__ = tuple(tuple if base is _NamedTuple else base for base in bases)
            made.__class_getitem__ = classmethod(Generic.__class_getitem__.__func__)
        for key, value in ns.items():
            if key in _NT_FORBIDDEN:
                raise AttributeError("Cannot overwrite NamedTuple attribute " + key)
            if key not in _NT_SPECIAL and key not in made._fields:
                setattr(made, key, value)
                if hasattr(type(value), "__set_name__"):
                    type(value).__set_name__(value, made, key)
        if Generic in bases:
            made.__init_subclass__()
        cell = ns.get("__classcell__")
        if cell is not None:
            cell.cell_contents = made
        return made

def NamedTuple(typename, fields=None, /, **kwargs):
    if fields is None:
        fields = kwargs.items()
    elif kwargs:
        raise TypeError("Either list of fields or keywords can be provided to NamedTuple, not both")
    made = _make_namedtuple(typename, fields, _caller())
    made.__orig_bases__ = (NamedTuple,)
    return made

_NamedTuple = type.__new__(NamedTupleMeta, "NamedTuple", (), {})

def _namedtuple_mro_entries(bases):
    return (_NamedTuple,)

NamedTuple.__mro_entries__ = _namedtuple_mro_entries

class _TypedDictMeta(type):
    def __new__(cls, name, bases, ns, total=True):
        for base in bases:
            if type(base) is not _TypedDictMeta and base is not Generic:
                raise TypeError("cannot inherit from both a TypedDict type and a non-TypedDict base class")
        generic = (Generic,) if any(issubclass(b, Generic) for b in bases) else ()
        made = type.__new__(_TypedDictMeta, name, (*generic, dict), ns)
        if not hasattr(made, "__orig_bases__"):
            made.__orig_bases__ = bases
        annotations, required, optional = {}, set(), set()
        msg = "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type"
        own = {n: _check(t, msg, module=made.__module__) for n, t in ns.get("__annotations__", {}).items()}
        for base in bases:
            annotations.update(base.__dict__.get("__annotations__", {}))
            mine, yours = base.__dict__.get("__required_keys__", frozenset()), base.__dict__.get("__optional_keys__", frozenset())
            required, optional = (required | mine) - yours, (optional - mine) | yours
        annotations.update(own)
        for key, value in own.items():
            origin = get_origin(value)
            if origin is Annotated:
                origin = get_origin(get_args(value)[0])
            (required if origin is Required or total and origin is not NotRequired else optional).add(key)
            (optional if key in required and (origin is Required or total and origin is not NotRequired) else required).discard(key)
        made.__annotations__ = annotations
        made.__required_keys__ = frozenset(required)
        made.__optional_keys__ = frozenset(optional)
        if not hasattr(made, "__total__"):
            made.__total__ = total
        return made
    __call__ = dict
    def __subclasscheck__(cls, other):
        raise TypeError("TypedDict does not support instance and class checks")
    __instancecheck__ = __subclasscheck__

def TypedDict(typename, fields=None, /, *, total=True, **kwargs):
    if fields is None:
        fields = kwargs
    elif kwargs:
        raise TypeError("TypedDict takes either a dict or keyword arguments, but not both")
    if kwargs:
        import warnings
        warnings.warn("The kwargs-based syntax for TypedDict definitions is deprecated in Python 3.11, will be removed in "
                      "Python 3.13, and may not be understood by third-party type checkers.", DeprecationWarning, stacklevel=2)
    ns = {"__annotations__": dict(fields)}
    module = _caller()
    if module is not None:
        ns["__module__"] = module
    made = _TypedDictMeta(typename, (), ns, total=total)
    made.__orig_bases__ = (TypedDict,)
    return made

_TypedDict = type.__new__(_TypedDictMeta, "TypedDict", (), {})
TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)

class NewType(_Operand):
    def __init__(self, name, tp):
        self.__qualname__ = name
        self.__name__ = name.rpartition(".")[-1]
        self.__supertype__ = tp
        module = _caller()
        if module != "typing":
            self.__module__ = module
    def __call__(self, x):
        return x
    def __repr__(self):
        return f"{self.__module__}.{self.__qualname__}"
    def __reduce__(self):
        return self.__qualname__
    def __mro_entries__(self, bases):
        name = self.__name__
        class Dummy:
            def __init_subclass__(cls):
                raise TypeError(f"Cannot subclass an instance of NewType. Perhaps you were looking for: "
                                f"{chr(96)}{cls.__name__} = NewType({cls.__name__!r}, {name}){chr(96)}")
        return (Dummy,)

__all__ = [name for name in """
Annotated Any Callable ClassVar Concatenate Final ForwardRef Generic Literal Optional ParamSpec Protocol Tuple Type TypeVar
TypeVarTuple Union AbstractSet ByteString Container ContextManager Hashable ItemsView Iterable Iterator KeysView Mapping
MappingView MutableMapping MutableSequence MutableSet Sequence Sized ValuesView Awaitable AsyncIterator AsyncIterable Coroutine
Collection AsyncGenerator AsyncContextManager Reversible SupportsAbs SupportsBytes SupportsComplex SupportsFloat SupportsIndex
SupportsInt SupportsRound ChainMap Counter Deque Dict DefaultDict List OrderedDict Set FrozenSet NamedTuple TypedDict Generator
BinaryIO IO Match Pattern TextIO AnyStr assert_type assert_never cast clear_overloads dataclass_transform final get_args
get_origin get_overloads get_type_hints is_typeddict LiteralString Never NewType no_type_check no_type_check_decorator NoReturn
NotRequired overload override ParamSpecArgs ParamSpecKwargs Required reveal_type runtime_checkable Self Text TYPE_CHECKING
TypeAlias TypeGuard TypeAliasType Unpack
""".split()]
`;
