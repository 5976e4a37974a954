/** `codecs`, `gzip`, `pkgutil` and others over modules that stand here, written in Python. */

export const CODECS = String.raw`
BOM_UTF8 = b"\xef\xbb\xbf"
BOM_LE = BOM_UTF16_LE = b"\xff\xfe"
BOM_BE = BOM_UTF16_BE = b"\xfe\xff"
BOM = BOM_UTF16 = BOM_UTF16_LE

class CodecInfo(tuple):
    def __new__(cls, encode, decode, streamreader=None, streamwriter=None, incrementalencoder=None, incrementaldecoder=None, name=None):
        self = tuple.__new__(cls, (encode, decode, streamreader, streamwriter))
        self.encode, self.decode, self.name = encode, decode, name
        return self

def _rot13(text):
    base = lambda c: 97 if "a" <= c <= "z" else 65
    return "".join(chr((ord(c) - base(c) + 13) % 26 + base(c)) if c.isascii() and c.isalpha() else c for c in text)

def encode(obj, encoding="utf-8", errors="strict"):
    import base64, binascii
    special = {"rot13": _rot13, "rot_13": _rot13, "hex": binascii.hexlify, "base64": base64.encodebytes}.get(encoding)
    if special is not None:
        return special(obj)
    info = _registered(encoding) if _searches else None
    return obj.encode(encoding, errors) if info is None else info[0](obj, errors)[0]

def decode(obj, encoding="utf-8", errors="strict"):
    import base64, binascii
    special = {"rot13": _rot13, "rot_13": _rot13, "hex": binascii.unhexlify, "base64": base64.decodebytes}.get(encoding)
    if special is not None:
        return special(obj)
    info = _registered(encoding) if _searches else None
    return bytes(obj).decode(encoding, errors) if info is None else info[1](obj, errors)[0]

_searches = []
_found = {}

def _registered(encoding):
    """What a registered search function says of the encoding; None when none knows it."""
    name = encoding.lower().replace(" ", "_").replace("-", "_")
    if name not in _found:
        for search in _searches:
            info = search(name)
            if info is not None:
                if not (isinstance(info, tuple) and len(info) == 4):
                    raise TypeError("codec search functions must return 4-tuples")
                _found[name] = info
                break
    return _found.get(name)

def lookup(encoding):
    try:
        "".encode(encoding)
    except LookupError:
        info = _registered(encoding)
        if info is not None:
            return info
        raise LookupError(f"unknown encoding: {encoding}") from None
    name = encoding.lower().replace("_", "-")
    name = {"utf8": "utf-8", "latin1": "iso8859-1", "latin-1": "iso8859-1", "us-ascii": "ascii"}.get(name, name)
    return CodecInfo(lambda text, errors="strict": (text.encode(encoding, errors), len(text)),
                     lambda data, errors="strict": (bytes(data).decode(encoding, errors), len(data)), name=name)

def getencoder(encoding):
    return lookup(encoding).encode

def getdecoder(encoding):
    return lookup(encoding).decode

def open(filename, mode="r", encoding=None, errors="strict", buffering=-1):
    import builtins
    return builtins.open(filename, mode, encoding=encoding)

def register(search_function):
    if not callable(search_function):
        raise TypeError("argument must be callable")
    _searches.append(search_function)

def unregister(search_function):
    if search_function in _searches:
        _searches.remove(search_function)
        _found.clear()

def register_error(name, error_handler):
    pass

def escape_decode(data, errors="strict"):
    return eval("b'" + data.decode("latin-1").replace("'", "\\'") + "'"), len(data)
`;

export const GZIP = String.raw`
import zlib as _zlib

class BadGzipFile(OSError):
    pass

def compress(data, compresslevel=9, *, mtime=None):
    return _zlib.compress(data, compresslevel, 31)

def decompress(data):
    if bytes(data[:2]) != b"\x1f\x8b":
        raise BadGzipFile(f"Not a gzipped file ({bytes(data[:2])!r})")
    return _zlib.decompress(data, 31)

def open(filename, mode="rb", compresslevel=9, encoding=None, errors=None, newline=None):
    import io
    if "w" in mode or "a" in mode or "x" in mode:
        raise PermissionError(1, "gzip.open is not available for writing: the analysis of a program does not touch the machine")
    source = filename if hasattr(filename, "read") else __builtins__["open"](filename, "rb")
    data = decompress(source.read())
    return io.StringIO(data.decode(encoding or "utf-8", errors or "strict")) if "t" in mode else io.BytesIO(data)
`;

export const PKGUTIL = String.raw`
from collections import namedtuple as _namedtuple
import importlib
import os as _os
import sys as _sys

ModuleInfo = _namedtuple("ModuleInfo", "module_finder name ispkg")

def iter_modules(path=None, prefix=""):
    seen = set()
    for folder in _sys.path if path is None else path:
        try:
            names = sorted(_os.listdir(folder))
        except OSError:
            continue
        for entry in names:
            name = entry[:-3] if entry.endswith(".py") else entry
            package = name == entry and _os.path.isfile(_os.path.join(folder, entry, "__init__.py"))
            if name in seen or name == "__init__" or not name.isidentifier() or (name == entry and not package):
                continue
            seen.add(name)
            yield ModuleInfo(None, prefix + name, package)

def walk_packages(path=None, prefix="", onerror=None):
    for info in iter_modules(path, prefix):
        yield info
        if info.ispkg:
            try:
                module = importlib.import_module(info.name)
            except Exception:
                if onerror is None:
                    raise
                onerror(info.name)
            else:
                yield from walk_packages(module.__path__, info.name + ".", onerror)

def extend_path(path, name):
    return path

def resolve_name(name):
    module, colon, attribute = name.partition(":")
    if not colon:
        parts = name.split(".")
        for count in range(len(parts), 0, -1):
            try:
                found = importlib.import_module(".".join(parts[:count]))
            except ImportError:
                if count == 1:
                    raise
                continue
            attribute = ".".join(parts[count:])
            break
    else:
        found = importlib.import_module(module)
    for part in filter(None, attribute.split(".")):
        found = getattr(found, part)
    return found

def get_data(package, resource):
    module = importlib.import_module(package)
    with open(_os.path.join(_os.path.dirname(module.__file__), resource), "rb") as stream:
        return stream.read()
`;

export const CTYPES = String.raw`
from _refused import refuse
globals().update(refuse("ctypes", "cast byref addressof pointer memmove string_at".split(), "CDLL PyDLL".split()))

def sizeof(kind):
    return kind._size

for _name, _size in dict(c_bool=1, c_char=1, c_byte=1, c_ubyte=1, c_short=2, c_ushort=2, c_int=4, c_uint=4, c_long=8, c_ulong=8,
                         c_longlong=8, c_ulonglong=8, c_size_t=8, c_float=4, c_double=8, c_void_p=8, c_char_p=8, c_int8=1, c_uint8=1,
                         c_int16=2, c_uint16=2, c_int32=4, c_uint32=4, c_int64=8, c_uint64=8).items():
    def _init(self, value=0):
        self.value = value
    globals()[_name] = type(_name, (), {"__init__": _init, "_size": _size, "__module__": "ctypes"})
`;

export const TOKEN = String.raw`
ENDMARKER, NAME, NUMBER, STRING, NEWLINE, INDENT, DEDENT = range(7)
tok_name = {0: "ENDMARKER", 1: "NAME", 2: "NUMBER", 3: "STRING", 4: "NEWLINE", 5: "INDENT", 6: "DEDENT"}
`;

export const MIMETYPES = String.raw`
_TYPES = {".txt": "text/plain", ".html": "text/html", ".htm": "text/html", ".css": "text/css", ".csv": "text/csv", ".js": "text/javascript",
          ".py": "text/x-python", ".xml": "text/xml", ".json": "application/json", ".pdf": "application/pdf", ".zip": "application/zip",
          ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".bmp": "image/bmp", ".svg": "image/svg+xml",
          ".tif": "image/tiff", ".tiff": "image/tiff", ".webp": "image/webp", ".wav": "audio/x-wav", ".mp3": "audio/mpeg", ".mp4": "video/mp4",
          ".avi": "video/x-msvideo", ".mov": "video/quicktime", ".tar": "application/x-tar", ".bin": "application/octet-stream"}

def guess_type(url, strict=True):
    stem, encoding = str(url), None
    for ending, name in ((".gz", "gzip"), (".bz2", "bzip2"), (".xz", "xz")):
        if stem.endswith(ending):
            stem, encoding = stem[:-len(ending)], name
    at = stem.rfind(".")
    return (_TYPES.get(stem[at:].lower()) if at >= 0 else None), encoding

def guess_extension(type, strict=True):
    return next((ending for ending, known in _TYPES.items() if known == type.lower()), None)
`;
