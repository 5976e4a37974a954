/** `pickle`, written in Python: writes protocol 4 and reads all of them, in memory (PEP 307, PEP 3154). */

export const PICKLE = String.raw`
import copyreg as _copyreg
import io as _io
import struct as _struct
import sys as _sys
from types import FunctionType as _FunctionType, BuiltinFunctionType as _BuiltinFunctionType

HIGHEST_PROTOCOL, DEFAULT_PROTOCOL = 5, 4

class PickleError(Exception):
    pass

class PicklingError(PickleError):
    pass

class UnpicklingError(PickleError):
    pass

for _cls in (PickleError, PicklingError, UnpicklingError):
    _cls.__module__ = "_pickle"

class PickleBuffer:
    def __init__(self, buffer):
        self._buffer = buffer

    def raw(self):
        return memoryview(self._buffer)

class _Pickler:
    def __init__(self, file, protocol=None, *, fix_imports=True, buffer_callback=None):
        self.proto = DEFAULT_PROTOCOL if protocol is None else HIGHEST_PROTOCOL if protocol < 0 else protocol
        if self.proto > HIGHEST_PROTOCOL:
            raise ValueError(f"pickle protocol must be <= {HIGHEST_PROTOCOL}")
        self._file = file
        self.memo = {}
        self.bin = True

    def clear_memo(self):
        self.memo.clear()

    def persistent_id(self, obj):
        return None

    def dump(self, obj):
        self._out = [b"\x80", bytes([max(self.proto, 2)])]
        self._save(obj)
        self._out.append(b".")
        self._file.write(b"".join(self._out))

    def _memoize(self, obj):
        # The object is kept: its id must stay its own.
        number = len(self.memo)
        self.memo[id(obj)] = number, obj
        self._out.append(b"\x94" if self.proto >= 4 else b"r" + _struct.pack("<I", number))

    def _save(self, obj):
        pid = self.persistent_id(obj)
        if pid is not None:
            self._save(pid)
            self._out.append(b"Q")
            return
        kind = type(obj)
        known = self.memo.get(id(obj))
        if known is not None and kind not in (int, float, bool, type(None)):
            number = known[0]
            self._out.append(b"h" + bytes([number]) if number < 256 else b"j" + _struct.pack("<I", number))
            return
        save = _SAVERS.get(kind)
        if save is not None:
            save(self, obj)
            return
        special = getattr(self, "dispatch_table", _copyreg.dispatch_table).get(kind)
        override = getattr(self, "reducer_override", None)
        reduced = NotImplemented if override is None else override(obj)
        if reduced is NotImplemented:
            if special is not None:
                reduced = special(obj)
            elif issubclass(kind, type) or kind in (_FunctionType, _BuiltinFunctionType):
                reduced = obj.__reduce_ex__(self.proto) if kind is _BuiltinFunctionType and getattr(obj, "__self__", None) is not None else obj.__qualname__
            else:
                reduce = getattr(obj, "__reduce_ex__", None)
                if reduce is None:
                    raise PicklingError(f"Can't pickle {kind.__name__!r} object: {obj!r}")
                reduced = reduce(self.proto)
        if isinstance(reduced, str):
            self._save_global(obj, reduced)
            return
        if not isinstance(reduced, tuple) or not 2 <= len(reduced) <= 6:
            raise PicklingError(f"Tuple returned by {kind.__reduce_ex__} must have two to six elements")
        self._save_reduced(obj, *reduced)

    def _save_global(self, obj, name):
        module = getattr(obj, "__module__", None) or "__main__"
        try:
            found = _find(module, name)
        except (ImportError, KeyError, AttributeError):
            kind = "local object" if "<locals>" in name else None
            if kind:
                raise AttributeError(f"Can't pickle local object {name!r}") from None
            raise PicklingError(f"Can't pickle {obj!r}: attribute lookup {name} on {module} failed") from None
        if found is not obj:
            raise PicklingError(f"Can't pickle {obj!r}: it's not the same object as {module}.{name}")
        self._save(module)
        self._save(name)
        self._out.append(b"\x93")
        self._memoize(obj)

    def _save_reduced(self, obj, func, args, state=None, listitems=None, dictitems=None, setter=None):
        if getattr(func, "__name__", "") == "__newobj__" and args and args[0] is not None:
            self._save(args[0])
            self._save(tuple(args[1:]))
            self._out.append(b"\x81")
        elif getattr(func, "__name__", "") == "__newobj_ex__":
            for part in args:
                self._save(part)
            self._out.append(b"\x92")
        else:
            self._save(func)
            self._save(args)
            self._out.append(b"R")
        if id(obj) in self.memo:
            # The arguments held the object itself: what they made is dropped.
            self._out.append(b"0j" + _struct.pack("<I", self.memo[id(obj)][0]))
        else:
            self._memoize(obj)
        if listitems is not None:
            self._out.append(b"(")
            for item in listitems:
                self._save(item)
            self._out.append(b"e")
        if dictitems is not None:
            self._out.append(b"(")
            for key, value in dictitems:
                self._save(key)
                self._save(value)
            self._out.append(b"u")
        if state is not None:
            if setter is None:
                self._save(state)
                self._out.append(b"b")
            else:
                self._save(setter)
                self._save(obj)
                self._save(state)
                self._out.append(b"\x86R0")

def _save_constant(code):
    return lambda self, obj: self._out.append(code)

def _save_int(self, obj):
    if 0 <= obj < 256:
        self._out.append(b"K" + bytes([obj]))
    elif 0 <= obj < 65536:
        self._out.append(b"M" + obj.to_bytes(2, "little"))
    elif -(1 << 31) <= obj < 1 << 31:
        self._out.append(b"J" + obj.to_bytes(4, "little", signed=True))
    else:
        data = obj.to_bytes(obj.bit_length() // 8 + 1, "little", signed=True)
        self._out.append(b"\x8a" + bytes([len(data)]) + data if len(data) < 256 else b"\x8b" + _struct.pack("<i", len(data)) + data)

def _save_float(self, obj):
    self._out.append(b"G" + _struct.pack(">d", obj))

def _save_str(self, obj):
    data = obj.encode("utf-8", "surrogatepass")
    self._out.append(b"\x8c" + bytes([len(data)]) + data if len(data) < 256 and self.proto >= 4 else b"X" + _struct.pack("<I", len(data)) + data)
    self._memoize(obj)

def _save_bytes(self, obj):
    self._out.append(b"C" + bytes([len(obj)]) + obj if len(obj) < 256 else b"B" + _struct.pack("<I", len(obj)) + obj)
    self._memoize(obj)

def _save_bytearray(self, obj):
    self._save_reduced(obj, bytearray, (bytes(obj),))

def _save_tuple(self, obj):
    if not obj:
        self._out.append(b")")
        return
    if len(obj) > 3:
        self._out.append(b"(")
    for item in obj:
        self._save(item)
    known = self.memo.get(id(obj))
    if known is not None:
        self._out.append((b"1" if len(obj) > 3 else b"0" * len(obj)) + b"j" + _struct.pack("<I", known[0]))
        return
    self._out.append((b"\x85", b"\x86", b"\x87")[len(obj) - 1] if len(obj) <= 3 else b"t")
    self._memoize(obj)

def _save_list(self, obj):
    self._out.append(b"]")
    self._memoize(obj)
    if obj:
        self._out.append(b"(")
        for item in obj:
            self._save(item)
        self._out.append(b"e")

def _save_dict(self, obj):
    self._out.append(b"}")
    self._memoize(obj)
    if obj:
        self._out.append(b"(")
        for key, value in obj.items():
            self._save(key)
            self._save(value)
        self._out.append(b"u")

def _save_set(self, obj):
    self._out.append(b"\x8f")
    self._memoize(obj)
    if obj:
        self._out.append(b"(")
        for item in obj:
            self._save(item)
        self._out.append(b"\x90")

def _save_frozenset(self, obj):
    self._out.append(b"(")
    for item in obj:
        self._save(item)
    self._out.append(b"\x91")
    self._memoize(obj)

def _save_type(self, obj):
    for value in (None, NotImplemented, ...):
        if obj is type(value):
            self._save_reduced(obj, type, (value,))
            return
    self._save_global(obj, obj.__qualname__)

_SAVERS = {
    type(None): _save_constant(b"N"), bool: lambda self, obj: self._out.append(b"\x88" if obj else b"\x89"),
    int: _save_int, float: _save_float, str: _save_str, bytes: _save_bytes, bytearray: _save_bytearray, tuple: _save_tuple,
    list: _save_list, dict: _save_dict, set: _save_set, frozenset: _save_frozenset, type: _save_type,
    type(...): lambda self, obj: self._save_reduced(obj, eval, ("Ellipsis",)),
}

def _find(module, name):
    __import__(module)
    found = _sys.modules[module]
    for part in name.split("."):
        if part == "<locals>":
            raise AttributeError(f"Can't get local attribute {name!r} on {found!r}")
        found = getattr(found, part)
    return found

_MARK = object()

class _Unpickler:
    def __init__(self, file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
        self._file = file
        self._encoding, self._errors = encoding, errors
        self._buffers = None if buffers is None else iter(buffers)

    def persistent_load(self, pid):
        raise UnpicklingError("unsupported persistent id encountered")

    def find_class(self, module, name):
        return _find(module, name)

    def _read(self, size):
        data = self._file.read(size)
        if len(data) < size:
            raise EOFError("Ran out of input") if not self._started else UnpicklingError("pickle data was truncated")
        self._started = True
        return data

    def _number(self, format):
        return _struct.unpack(format, self._read(_struct.calcsize(format)))[0]

    def _line(self):
        return self._file.readline()[:-1]

    def _items(self):
        """What was pushed since the last mark."""
        at = len(self._stack) - 1
        while self._stack[at] is not _MARK:
            at -= 1
        items = self._stack[at + 1:]
        del self._stack[at:]
        return items

    def load(self):
        self._stack, self._memo, self._started = [], {}, False
        stack, push = self._stack, self._stack.append
        while True:
            op = self._read(1)
            if op == b".":
                return stack.pop()
            action = _LOADERS.get(op)
            if action is None:
                raise UnpicklingError(f"invalid load key, {ascii(op.decode('latin-1'))}.")
            action(self, stack)

    def _get(self, number):
        if number not in self._memo:
            raise UnpicklingError(f"Memo value not found at index {number}")
        return self._memo[number]

def _load_reduce(self, stack):
    args = stack.pop()
    stack[-1] = stack[-1](*args)

def _load_build(self, stack):
    state = stack.pop()
    instance = stack[-1]
    setstate = getattr(instance, "__setstate__", None)
    if setstate is not None:
        setstate(state)
        return
    slots = None
    if isinstance(state, tuple) and len(state) == 2:
        state, slots = state
    if state:
        instance.__dict__.update(state)
    for key, value in (slots or {}).items():
        setattr(instance, key, value)

def _load_new(self, stack):
    args = stack.pop()
    cls = stack.pop()
    stack.append(cls.__new__(cls, *args))

def _load_new_ex(self, stack):
    kwargs, args = stack.pop(), stack.pop()
    cls = stack.pop()
    stack.append(cls.__new__(cls, *args, **kwargs))

def _load_setitems(self, stack):
    items = self._items()
    target = stack[-1]
    for i in range(0, len(items), 2):
        target[items[i]] = items[i + 1]

def _load_appends(self, stack):
    items = self._items()
    target = stack[-1]
    if isinstance(target, list):
        target.extend(items)
    else:
        for item in items:
            target.append(item)

def _load_setitem(self, stack):
    value, key = stack.pop(), stack.pop()
    stack[-1][key] = value

def _load_append(self, stack):
    value = stack.pop()
    stack[-1].append(value)

def _load_stack_global(self, stack):
    name, module = stack.pop(), stack.pop()
    stack.append(self.find_class(module, name))

def _load_global(self, stack):
    module, name = self._line().decode(), self._line().decode()
    stack.append(self.find_class(module, name))

def _load_instance(self, stack):
    module, name = self._line().decode(), self._line().decode()
    stack.append(self.find_class(module, name)(*self._items()))

def _load_object(self, stack):
    cls, *args = self._items()
    stack.append(cls(*args))

def _put(self, stack, number):
    self._memo[number] = stack[-1]

def _load_tuple(size):
    def load(self, stack):
        items = tuple(stack[-size:])
        del stack[-size:]
        stack.append(items)
    return load

def _load_old_int(self, stack):
    text = self._line()
    stack.append(text == b"01" if text in (b"00", b"01") else int(text))

def _load_add(self, stack):
    items = self._items()
    stack[-1].update(items)

def _pushes(value):
    return lambda self, stack: stack.append(value(self))

def _load_pop(self, stack):
    stack.pop()

def _pop_mark(self, stack):
    self._items()

def _check_proto(self, stack):
    number = self._read(1)[0]
    if number > HIGHEST_PROTOCOL:
        raise ValueError(f"unsupported pickle protocol: {number}")

_LOADERS = {
    b"\x80": _check_proto, b"\x95": lambda self, stack: self._read(8), b"(": lambda self, stack: stack.append(_MARK),
    b"0": _load_pop, b"1": _pop_mark, b"2": lambda self, stack: stack.append(stack[-1]),
    b"N": _pushes(lambda self: None), b"\x88": _pushes(lambda self: True), b"\x89": _pushes(lambda self: False),
    b"I": _load_old_int, b"L": _pushes(lambda self: int(self._line().rstrip(b"L"))), b"F": _pushes(lambda self: float(self._line())),
    b"K": _pushes(lambda self: self._read(1)[0]), b"M": _pushes(lambda self: self._number("<H")), b"J": _pushes(lambda self: self._number("<i")),
    b"\x8a": _pushes(lambda self: int.from_bytes(self._read(self._read(1)[0]), "little", signed=True)),
    b"\x8b": _pushes(lambda self: int.from_bytes(self._read(self._number("<i")), "little", signed=True)),
    b"G": _pushes(lambda self: self._number(">d")),
    b"V": _pushes(lambda self: self._line().decode("raw-unicode-escape")),
    b"X": _pushes(lambda self: self._read(self._number("<I")).decode("utf-8", "surrogatepass")),
    b"\x8c": _pushes(lambda self: self._read(self._read(1)[0]).decode("utf-8", "surrogatepass")),
    b"\x8d": _pushes(lambda self: self._read(self._number("<Q")).decode("utf-8", "surrogatepass")),
    b"C": _pushes(lambda self: self._read(self._read(1)[0])), b"B": _pushes(lambda self: self._read(self._number("<I"))),
    b"\x8e": _pushes(lambda self: self._read(self._number("<Q"))), b"\x96": _pushes(lambda self: bytearray(self._read(self._number("<Q")))),
    b")": _pushes(lambda self: ()), b"]": _pushes(lambda self: []), b"}": _pushes(lambda self: {}), b"\x8f": _pushes(lambda self: set()),
    b"t": _pushes(lambda self: tuple(self._items())), b"l": _pushes(lambda self: self._items()),
    b"d": _pushes(lambda self: (lambda items: dict(zip(items[::2], items[1::2])))(self._items())),
    b"\x91": _pushes(lambda self: frozenset(self._items())), b"\x90": _load_add,
    b"\x85": _load_tuple(1), b"\x86": _load_tuple(2), b"\x87": _load_tuple(3),
    b"a": _load_append, b"e": _load_appends, b"s": _load_setitem, b"u": _load_setitems,
    b"h": _pushes(lambda self: self._get(self._read(1)[0])), b"j": _pushes(lambda self: self._get(self._number("<I"))),
    b"g": _pushes(lambda self: self._get(int(self._line()))), b"q": lambda self, stack: _put(self, stack, self._read(1)[0]),
    b"r": lambda self, stack: _put(self, stack, self._number("<I")), b"p": lambda self, stack: _put(self, stack, int(self._line())),
    b"\x94": lambda self, stack: _put(self, stack, len(self._memo)),
    b"c": _load_global, b"\x93": _load_stack_global, b"i": _load_instance, b"o": _load_object,
    b"R": _load_reduce, b"b": _load_build, b"\x81": _load_new, b"\x92": _load_new_ex,
    b"P": _pushes(lambda self: self.persistent_load(self._line().decode())),
    b"Q": lambda self, stack: stack.append(self.persistent_load(stack.pop())),
    b"\x97": _pushes(lambda self: next(self._buffers)), b"\x98": lambda self, stack: None,
}

Pickler, Unpickler = _Pickler, _Unpickler

def dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None):
    Pickler(file, protocol).dump(obj)

def dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None):
    stream = _io.BytesIO()
    Pickler(stream, protocol).dump(obj)
    return stream.getvalue()

def load(file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    return Unpickler(file, encoding=encoding, errors=errors, buffers=buffers).load()

def loads(data, /, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    if isinstance(data, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    return Unpickler(_io.BytesIO(data), encoding=encoding, errors=errors, buffers=buffers).load()
`;
