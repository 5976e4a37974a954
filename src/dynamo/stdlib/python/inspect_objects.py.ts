/** `inspect`, second part, written in Python: kinds of objects, members, source text, frames. */

export const INSPECT_OBJECTS = String.raw`class FullArgSpec(tuple):
    _fields = ("args", "varargs", "varkw", "defaults", "kwonlyargs", "kwonlydefaults", "annotations")
    def __getattr__(self, name):
        if name in self._fields:
            return self[self._fields.index(name)]
        raise AttributeError(name)
    def __repr__(self):
        return f"FullArgSpec({', '.join(f'{n}={v!r}' for n, v in zip(self._fields, self))})"

def getfullargspec(func):
    target = func.__func__ if isinstance(func, types.MethodType) else func
    sig = _function_signature(target) if isinstance(target, types.FunctionType) else signature(target)
    args, kwonly, defaults, kwdefaults, annotations = [], [], (), {}, {}
    varargs = varkw = None
    for p in sig.parameters.values():
        if p.kind <= 1:
            args.append(p.name)
            if p.default is not _empty:
                defaults += (p.default,)
        elif p.kind == 2:
            varargs = p.name
        elif p.kind == 3:
            kwonly.append(p.name)
            if p.default is not _empty:
                kwdefaults[p.name] = p.default
        else:
            varkw = p.name
        if p.annotation is not _empty:
            annotations[p.name] = p.annotation
    if sig.return_annotation is not _empty:
        annotations["return"] = sig.return_annotation
    return FullArgSpec((args, varargs, varkw, defaults or None, kwonly, kwdefaults or None, annotations))

def isclass(object):
    return isinstance(object, type)

def ismodule(object):
    return isinstance(object, types.ModuleType)

def isfunction(object):
    return isinstance(object, types.FunctionType)

def ismethod(object):
    return isinstance(object, types.MethodType)

def isbuiltin(object):
    return isinstance(object, types.BuiltinFunctionType)

def isroutine(object):
    return isbuiltin(object) or isfunction(object) or ismethod(object) or isinstance(
        object, (types.MethodDescriptorType, types.WrapperDescriptorType, types.MethodWrapperType))

def ismethodwrapper(object):
    return isinstance(object, types.MethodWrapperType)

def ismemberdescriptor(object):
    return isinstance(object, types.MemberDescriptorType)

def isasyncgen(object):
    return isinstance(object, types.AsyncGeneratorType)

def _state(kind, prefix, obj):
    if getattr(obj, prefix + "_running"):
        return kind + "_RUNNING"
    if getattr(obj, prefix + "_suspended"):
        return kind + "_SUSPENDED"
    return kind + ("_CLOSED" if getattr(obj, prefix + "_frame") is None else "_CREATED")

GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED, GEN_CLOSED = "GEN_CREATED", "GEN_RUNNING", "GEN_SUSPENDED", "GEN_CLOSED"
CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED, CORO_CLOSED = "CORO_CREATED", "CORO_RUNNING", "CORO_SUSPENDED", "CORO_CLOSED"

def getgeneratorstate(generator):
    return _state("GEN", "gi", generator)

def getcoroutinestate(coroutine):
    return _state("CORO", "cr", coroutine)

def isgenerator(object):
    return isinstance(object, types.GeneratorType)

def iscode(object):
    return isinstance(object, types.CodeType)

def istraceback(object):
    return isinstance(object, types.TracebackType)

def isframe(object):
    return type(object).__name__ == "frame"

def iscoroutine(object):
    return isinstance(object, types.CoroutineType)

def isawaitable(object):
    return iscoroutine(object) or hasattr(object, "__await__")

def _has_flag(f, flag):
    while isinstance(f, types.MethodType):
        f = f.__func__
    return isinstance(f, types.FunctionType) and bool(f.__code__.co_flags & flag)

def isgeneratorfunction(obj):
    return _has_flag(obj, 0x20)

def iscoroutinefunction(obj):
    return _has_flag(obj, 0x80)

def isasyncgenfunction(obj):
    return _has_flag(obj, 0x200)

def isabstract(object):
    return isinstance(object, type) and bool(getattr(object, "__abstractmethods__", None))

def isdatadescriptor(object):
    return not isclass(object) and (hasattr(type(object), "__set__") or hasattr(type(object), "__delete__"))

def ismethoddescriptor(object):
    return hasattr(type(object), "__get__") and not isdatadescriptor(object) and not isclass(object) and not isfunction(object) and not ismethod(object)

def isgetsetdescriptor(object):
    return isinstance(object, types.GetSetDescriptorType)

def getmembers(object, predicate=None):
    results = []
    for name in dir(object):
        try:
            value = getattr(object, name)
        except AttributeError:
            continue
        if predicate is None or predicate(value):
            results.append((name, value))
    return sorted(results, key=lambda pair: pair[0])

def getmro(cls):
    return cls.__mro__

def getdoc(object):
    doc = getattr(object, "__doc__", None)
    return cleandoc(doc) if isinstance(doc, str) else None

def cleandoc(doc):
    lines = doc.expandtabs().split("\n")
    margin = min((len(l) - len(l.lstrip()) for l in lines[1:] if l.strip()), default=0)
    lines = [lines[0].lstrip()] + [l[margin:] for l in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(lines)

def getmodule(object, _filename=None):
    if ismodule(object):
        return object
    return sys.modules.get(getattr(object, "__module__", None))

def getmodulename(path):
    name = path.rsplit("/", 1)[-1]
    return name[:-3] if name.endswith(".py") else None

def _code_of(object):
    if ismethod(object):
        object = object.__func__
    object = unwrap(object)
    if isfunction(object):
        return object.__code__
    return object if iscode(object) else getattr(object, "f_code", None)

def getfile(object):
    if ismodule(object):
        if getattr(object, "__file__", None):
            return object.__file__
        raise TypeError(f"{object!r} is a built-in module")
    if isclass(object):
        module = sys.modules.get(object.__module__)
        if getattr(module, "__file__", None):
            return module.__file__
        raise TypeError(f"{object!r} is a built-in class")
    code = _code_of(object)
    if code is None:
        raise TypeError("module, class, method, function, traceback, frame, or code object was expected, got " + type(object).__name__)
    return code.co_filename

def getsourcefile(object):
    return getfile(object)

def _block(lines):
    """The lines of the definition that starts at the first line."""
    indent = None
    depth = 0
    body = False
    end = 0
    for i, line in enumerate(lines):
        text = line.strip()
        if text and not text.startswith("#") and depth == 0:
            width = len(line) - len(line.lstrip())
            if indent is None:
                indent = width
            elif body and width <= indent:
                break
        bare = text.split("#")[0] if "'" not in text and '"' not in text else text
        depth = max(0, depth + sum(bare.count(c) for c in "([{") - sum(bare.count(c) for c in ")]}"))
        if text.startswith(("def ", "class ", "async def ")) and indent is not None:
            body = True
        elif not text.startswith("@") and text and depth == 0 and i > 0 and not body and "lambda" in lines[0]:
            break
        if text:
            end = i + 1
    return lines[:end]

def getsourcelines(object):
    object = unwrap(object)
    if ismodule(object):
        return linecache.getlines(getfile(object)), 0
    lines = linecache.getlines(getfile(object))
    if not lines:
        raise OSError("could not get source code")
    if isclass(object):
        name = object.__qualname__.rsplit(".", 1)[-1]
        for i, line in enumerate(lines):
            if line.lstrip().startswith("class " + name) and not (line.lstrip()[6 + len(name):7 + len(name)].isidentifier()):
                start = i
                while start > 0 and lines[start - 1].lstrip().startswith("@"):
                    start -= 1
                return _block(lines[start:]), start + 1
        raise OSError("could not find class definition")
    start = _code_of(object).co_firstlineno - 1
    return _block(lines[start:]), start + 1

def getsource(object):
    return "".join(getsourcelines(object)[0])

def currentframe():
    return sys._getframe(1)

def getcallargs(func, /, *args, **kwds):
    bound = signature(func).bind(*args, **kwds)
    bound.apply_defaults()
    return dict(bound.arguments)

def getclosurevars(func):
    raise NotImplementedError("inspect.getclosurevars is not available")

class FrameInfo(tuple):
    _fields = ("frame", "filename", "lineno", "function", "code_context", "index")
    def __getattr__(self, name):
        if name in self._fields:
            return self[self._fields.index(name)]
        raise AttributeError(name)

def stack(context=1):
    frame = sys._getframe(1)
    result = []
    while frame is not None:
        line = linecache.getline(frame.f_code.co_filename, frame.f_lineno)
        result.append(FrameInfo((frame, frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name, [line], 0)))
        frame = frame.f_back
    return result

def getattr_static(obj, attr, default=_void):
    holders = [obj.__mro__] if isinstance(obj, type) else [type(obj).__mro__]
    instance = {} if isinstance(obj, type) else getattr(obj, "__dict__", {})
    if attr in instance:
        return instance[attr]
    for base in holders[0]:
        if attr in base.__dict__:
            return base.__dict__[attr]
    if default is not _void:
        return default
    raise AttributeError(attr)

CO_OPTIMIZED, CO_NEWLOCALS, CO_VARARGS, CO_VARKEYWORDS, CO_NESTED, CO_GENERATOR = 1, 2, 4, 8, 16, 32
CO_COROUTINE, CO_ITERABLE_COROUTINE, CO_ASYNC_GENERATOR = 128, 256, 512
`;
