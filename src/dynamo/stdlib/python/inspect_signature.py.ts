/** `inspect`, first part, written in Python: signatures. */

export const INSPECT_SIGNATURE = String.raw`
import sys
import types
import enum
import linecache
import _inspect
from collections import OrderedDict

class _empty:
    """Marks the absence of a default or annotation."""

class _void:
    """Marks an argument of replace() that was not given."""

class _ParameterKind(enum.IntEnum):
    POSITIONAL_ONLY = 0
    POSITIONAL_OR_KEYWORD = 1
    VAR_POSITIONAL = 2
    KEYWORD_ONLY = 3
    VAR_KEYWORD = 4

    def __str__(self):
        return self._name_

    @property
    def description(self):
        return {0: "positional-only", 1: "positional or keyword", 2: "variadic positional", 3: "keyword-only", 4: "variadic keyword"}[int(self)]

def formatannotation(annotation, base_module=None):
    if getattr(annotation, "__module__", None) == "typing":
        return repr(annotation).replace("typing.", "")
    if isinstance(annotation, types.GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ in ("builtins", base_module):
            return annotation.__qualname__
        return annotation.__module__ + "." + annotation.__qualname__
    return repr(annotation)

class Parameter:
    __slots__ = ("_name", "_kind", "_default", "_annotation")
    POSITIONAL_ONLY = _ParameterKind.POSITIONAL_ONLY
    POSITIONAL_OR_KEYWORD = _ParameterKind.POSITIONAL_OR_KEYWORD
    VAR_POSITIONAL = _ParameterKind.VAR_POSITIONAL
    KEYWORD_ONLY = _ParameterKind.KEYWORD_ONLY
    VAR_KEYWORD = _ParameterKind.VAR_KEYWORD
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        self._kind = _ParameterKind(kind)
        if default is not _empty and self._kind in (2, 4):
            raise ValueError(f"{self._kind.description} parameters cannot have default values")
        self._name = name
        self._default = default
        self._annotation = annotation

    @property
    def name(self):
        return self._name

    @property
    def kind(self):
        return self._kind

    @property
    def default(self):
        return self._default

    @property
    def annotation(self):
        return self._annotation

    def replace(self, *, name=_void, kind=_void, annotation=_void, default=_void):
        return type(self)(
            self._name if name is _void else name,
            self._kind if kind is _void else kind,
            default=self._default if default is _void else default,
            annotation=self._annotation if annotation is _void else annotation)

    def __str__(self):
        text = self._name
        if self._annotation is not _empty:
            text += f": {formatannotation(self._annotation)}"
        if self._default is not _empty:
            text += f" = {self._default!r}" if self._annotation is not _empty else f"={self._default!r}"
        if self._kind == 2:
            return "*" + text
        return "**" + text if self._kind == 4 else text

    def __repr__(self):
        return f'<{self.__class__.__name__} "{self}">'

    def __eq__(self, other):
        if not isinstance(other, Parameter):
            return NotImplemented
        return (self._name, self._kind, self._default, self._annotation) == (other._name, other._kind, other._default, other._annotation)

    def __hash__(self):
        return hash((self._name, self._kind))

class BoundArguments:
    def __init__(self, signature, arguments):
        self.arguments = arguments
        self._signature = signature

    @property
    def signature(self):
        return self._signature

    @property
    def args(self):
        args = []
        for name, param in self._signature.parameters.items():
            if param.kind in (3, 4) or name not in self.arguments:
                break
            if param.kind == 2:
                args.extend(self.arguments[name])
            else:
                args.append(self.arguments[name])
        return tuple(args)

    @property
    def kwargs(self):
        kwargs = {}
        started = False
        for name, param in self._signature.parameters.items():
            if not started:
                if param.kind in (3, 4):
                    started = True
                elif name not in self.arguments:
                    started = True
                    continue
            if not started or name not in self.arguments:
                continue
            if param.kind == 4:
                kwargs.update(self.arguments[name])
            else:
                kwargs[name] = self.arguments[name]
        return kwargs

    def apply_defaults(self):
        arguments = {}
        for name, param in self._signature.parameters.items():
            if name in self.arguments:
                arguments[name] = self.arguments[name]
            elif param.default is not _empty:
                arguments[name] = param.default
            elif param.kind == 2:
                arguments[name] = ()
            elif param.kind == 4:
                arguments[name] = {}
        self.arguments = arguments

    def __repr__(self):
        return f"<{self.__class__.__name__} ({', '.join(f'{k}={v!r}' for k, v in self.arguments.items())})>"

    def __eq__(self, other):
        return isinstance(other, BoundArguments) and self._signature == other._signature and self.arguments == other.arguments

class Signature:
    __slots__ = ("_parameters", "_return_annotation")
    empty = _empty
    _parameter_cls = Parameter

    def __init__(self, parameters=None, *, return_annotation=_empty):
        found = OrderedDict()
        last = 0
        defaults = False
        for param in parameters or ():
            if param.kind < last:
                raise ValueError(f"wrong parameter order: {_ParameterKind(last).description} parameter before {param.kind.description} parameter")
            if param.kind <= 1:
                if param.default is _empty:
                    if defaults:
                        raise ValueError("non-default argument follows default argument")
                else:
                    defaults = True
            if param.name in found:
                raise ValueError(f"duplicate parameter name: {param.name!r}")
            last = param.kind
            found[param.name] = param
        self._parameters = types.MappingProxyType(found)
        self._return_annotation = return_annotation

    @classmethod
    def from_callable(cls, obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
        return signature(obj, follow_wrapped=follow_wrapped, eval_str=eval_str)

    @property
    def parameters(self):
        return self._parameters

    @property
    def return_annotation(self):
        return self._return_annotation

    def replace(self, *, parameters=_void, return_annotation=_void):
        return type(self)(
            self._parameters.values() if parameters is _void else parameters,
            return_annotation=self._return_annotation if return_annotation is _void else return_annotation)

    def _bind(self, args, kwargs, partial=False):
        arguments = {}
        kwargs = dict(kwargs)
        position = 0
        for name, param in self._parameters.items():
            if param.kind == 2:
                if position < len(args):
                    arguments[name] = tuple(args[position:])
                    position = len(args)
            elif param.kind == 4:
                continue
            elif param.kind != 3 and position < len(args):
                if name in kwargs and param.kind == 1:
                    raise TypeError(f"multiple values for argument {name!r}")
                arguments[name] = args[position]
                position += 1
            elif name in kwargs and param.kind != 0:
                arguments[name] = kwargs.pop(name)
            elif param.default is _empty and not partial:
                kind = "keyword-only " if param.kind == 3 else ""
                raise TypeError(f"missing a required {kind}argument: {name!r}")
        if position < len(args):
            raise TypeError("too many positional arguments")
        if kwargs:
            rest = next((p for p in self._parameters.values() if p.kind == 4), None)
            if rest is None:
                raise TypeError(f"got an unexpected keyword argument {next(iter(kwargs))!r}")
            arguments[rest.name] = kwargs
        return BoundArguments(self, arguments)

    def bind(self, /, *args, **kwargs):
        return self._bind(args, kwargs)

    def bind_partial(self, /, *args, **kwargs):
        return self._bind(args, kwargs, partial=True)

    def __eq__(self, other):
        if not isinstance(other, Signature):
            return NotImplemented
        return list(self._parameters.values()) == list(other._parameters.values()) and self._return_annotation == other._return_annotation

    def __hash__(self):
        return hash(tuple(self._parameters.values()))

    def __repr__(self):
        return f"<{self.__class__.__name__} {self}>"

    def __str__(self):
        parts = []
        slash = star = False
        for param in self._parameters.values():
            if param.kind == 0:
                slash = True
            elif slash:
                parts.append("/")
                slash = False
            if param.kind == 2:
                star = True
            elif param.kind == 3 and not star:
                parts.append("*")
                star = True
            parts.append(str(param))
        if slash:
            parts.append("/")
        text = f"({', '.join(parts)})"
        if self._return_annotation is not _empty:
            text += f" -> {formatannotation(self._return_annotation)}"
        return text

def _function_signature(func, eval_str=False):
    code = func.__code__
    names = code.co_varnames
    count = code.co_argcount
    positional_only = code.co_posonlyargcount
    annotations = get_annotations(func, eval_str=eval_str)
    defaults = func.__defaults__ or ()
    kwdefaults = func.__kwdefaults__ or {}
    parameters = []
    for i, name in enumerate(names[:count]):
        at = i - (count - len(defaults))
        parameters.append(Parameter(name, 0 if i < positional_only else 1, default=defaults[at] if at >= 0 else _empty,
                                    annotation=annotations.get(name, _empty)))
    end = count + code.co_kwonlyargcount
    if code.co_flags & 4:
        parameters.append(Parameter(names[end], 2, annotation=annotations.get(names[end], _empty)))
    for name in names[count:end]:
        parameters.append(Parameter(name, 3, default=kwdefaults.get(name, _empty), annotation=annotations.get(name, _empty)))
    if code.co_flags & 8:
        name = names[end + (1 if code.co_flags & 4 else 0)]
        parameters.append(Parameter(name, 4, annotation=annotations.get(name, _empty)))
    return Signature(parameters, return_annotation=annotations.get("return", _empty))

def _without_first(sig):
    parameters = list(sig.parameters.values())
    if not parameters or parameters[0].kind in (3, 4):
        raise ValueError("invalid method signature")
    return sig.replace(parameters=parameters if parameters[0].kind == 2 else parameters[1:])

def _partial_signature(partial):
    sig = signature(partial.func)
    bound = sig.bind_partial(*partial.args, **partial.keywords)
    parameters = []
    keyword = False
    for name, param in sig.parameters.items():
        if name in partial.keywords:
            keyword = True
            parameters.append(param.replace(kind=3, default=partial.keywords[name]))
        elif name in bound.arguments and param.kind != 2:
            continue
        elif keyword and param.kind == 1:
            parameters.append(param.replace(kind=3))
        elif not (keyword and param.kind == 2):
            parameters.append(param)
    return sig.replace(parameters=parameters)

def signature(obj, *, follow_wrapped=True, globals=None, locals=None, eval_str=False):
    if not callable(obj):
        raise TypeError(f"{obj!r} is not a callable object")
    if isinstance(obj, types.MethodType):
        return _without_first(signature(obj.__func__, follow_wrapped=follow_wrapped, eval_str=eval_str))
    if follow_wrapped:
        obj = unwrap(obj, stop=lambda f: hasattr(f, "__signature__") or isinstance(f, types.MethodType))
        if isinstance(obj, types.MethodType):
            return signature(obj, eval_str=eval_str)
    declared = getattr(obj, "__signature__", None)
    if declared is not None:
        return declared
    if isinstance(obj, types.FunctionType):
        return _function_signature(obj, eval_str)
    from functools import partial
    if isinstance(obj, partial):
        return _partial_signature(obj)
    native = _inspect.parameters(obj)
    if native is not None:
        sig = Signature([Parameter(n, k, default=d if has else _empty) for n, k, has, d in native])
        bound = getattr(obj, "__self__", None)
        if bound is not None and not isinstance(bound, types.ModuleType) and isinstance(obj, types.BuiltinMethodType):
            return _without_first(sig) if sig.parameters else sig
        return sig
    if isinstance(obj, types.WrapperDescriptorType):
        return Signature([Parameter("self", 0), Parameter("args", 2), Parameter("kwargs", 4)])
    if isinstance(obj, type):
        call = type(obj).__call__
        if isinstance(call, types.FunctionType):
            return _without_first(signature(call))
        new, init = obj.__new__, obj.__init__
        if isinstance(new, types.FunctionType):
            return _without_first(signature(new))
        if init is not object.__init__:
            return _without_first(signature(init, eval_str=eval_str))
        if new is not object.__new__:
            return _without_first(signature(new))
        return Signature()
    call = getattr(type(obj), "__call__", None)
    callables = (types.BuiltinFunctionType, types.MethodWrapperType, types.WrapperDescriptorType, types.MethodDescriptorType, types.ClassMethodDescriptorType)
    if call is not None and not isinstance(obj, callables) and not isinstance(call, callables):
        return _without_first(signature(call, eval_str=eval_str))
    raise ValueError(f"no signature found for builtin {obj!r}")

def unwrap(func, *, stop=None):
    seen = {id(func)}
    while hasattr(func, "__wrapped__") and not (stop is not None and stop(func)):
        func = func.__wrapped__
        if id(func) in seen:
            raise ValueError(f"wrapper loop when unwrapping {func!r}")
        seen.add(id(func))
    return func

def get_annotations(obj, *, globals=None, locals=None, eval_str=False):
    if isinstance(obj, type):
        found = obj.__dict__.get("__annotations__", {})
    else:
        found = getattr(obj, "__annotations__", None) or {}
    if not eval_str:
        return dict(found)
    namespace = globals if globals is not None else getattr(unwrap(obj), "__globals__", {})
    return {k: eval(v, namespace, locals) if isinstance(v, str) else v for k, v in found.items()}

`;
