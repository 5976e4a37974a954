/** The classes and functions of `json` over its native encoder and decoder, written in Python. */

export const JSON_CLASSES = String.raw`
from _json import encode as _encode, decode as _decode, JSONDecodeError

class JSONEncoder:
    item_separator = ", "
    key_separator = ": "

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False,
                 indent=None, separators=None, default=None):
        self.skipkeys, self.ensure_ascii, self.allow_nan = skipkeys, ensure_ascii, allow_nan
        self.sort_keys, self.indent, self.separators = sort_keys, indent, separators
        if default is not None:
            self.default = default

    def default(self, o):
        raise TypeError(f"Object of type {o.__class__.__name__} is not JSON serializable")

    def encode(self, o):
        return _encode(o, self.skipkeys, self.ensure_ascii, self.allow_nan, self.indent, self.separators, self.sort_keys, self.default)

    def iterencode(self, o, _one_shot=False):
        yield self.encode(o)

class JSONDecoder:
    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, strict=True, object_pairs_hook=None):
        self.object_hook, self.parse_float, self.parse_int = object_hook, parse_float, parse_int
        self.parse_constant, self.object_pairs_hook = parse_constant, object_pairs_hook

    def decode(self, s):
        return _decode(s, self.object_hook, self.parse_float, self.parse_int, self.parse_constant, self.object_pairs_hook)

def dumps(obj, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None,
          separators=None, default=None, sort_keys=False, **kw):
    if cls is not None:
        return cls(skipkeys=skipkeys, ensure_ascii=ensure_ascii, check_circular=check_circular, allow_nan=allow_nan,
                   indent=indent, separators=separators, default=default, sort_keys=sort_keys, **kw).encode(obj)
    return _encode(obj, skipkeys, ensure_ascii, allow_nan, indent, separators, sort_keys, default)

def dump(obj, fp, **kw):
    fp.write(dumps(obj, **kw))

def loads(s, *, cls=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None, object_pairs_hook=None, **kw):
    if cls is not None:
        return cls(object_hook=object_hook, parse_float=parse_float, parse_int=parse_int,
                   parse_constant=parse_constant, object_pairs_hook=object_pairs_hook, **kw).decode(s)
    return _decode(s, object_hook, parse_float, parse_int, parse_constant, object_pairs_hook)

def load(fp, **kw):
    return loads(fp.read(), **kw)
`;
