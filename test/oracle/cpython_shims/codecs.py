"""Encoding and decoding through the methods of str and bytes."""

BOM_UTF8 = b"\xef\xbb\xbf"
BOM_UTF16_LE = BOM_LE = b"\xff\xfe"
BOM_UTF16_BE = BOM_BE = b"\xfe\xff"
BOM_UTF32_LE = b"\xff\xfe\0\0"
BOM_UTF32_BE = b"\0\0\xfe\xff"
BOM = BOM_UTF16 = BOM_UTF16_LE
BOM_UTF32 = BOM_UTF32_LE


class CodecInfo(tuple):
    def __new__(cls, encode, decode, streamreader=None, streamwriter=None, incrementalencoder=None, incrementaldecoder=None, name=None, **kwargs):
        self = super().__new__(cls, (encode, decode, streamreader, streamwriter))
        self.name = name
        self.encode = encode
        self.decode = decode
        return self


class Codec:
    pass


class IncrementalEncoder:
    def __init__(self, errors="strict"):
        self.errors = errors


class IncrementalDecoder:
    def __init__(self, errors="strict"):
        self.errors = errors


class BufferedIncrementalDecoder(IncrementalDecoder):
    pass


class StreamReader(Codec):
    pass


class StreamWriter(Codec):
    pass


def encode(obj, encoding="utf-8", errors="strict"):
    return obj.encode(encoding, errors)


def decode(obj, encoding="utf-8", errors="strict"):
    return bytes(obj).decode(encoding, errors)


def lookup(encoding):
    "".encode(encoding)
    return CodecInfo(
        lambda s, errors="strict": (s.encode(encoding, errors), len(s)),
        lambda b, errors="strict": (bytes(b).decode(encoding, errors), len(b)),
        name=encoding.lower().replace("_", "-"),
    )


def getencoder(encoding):
    return lookup(encoding).encode


def getdecoder(encoding):
    return lookup(encoding).decode


def escape_decode(data, errors="strict"):
    text = data.decode("latin-1") if isinstance(data, bytes) else data
    return eval("b'" + text.replace("'", "\\'") + "'"), len(data)


def escape_encode(data, errors="strict"):
    return repr(data)[2:-1].encode("latin-1"), len(data)


def register(function):
    pass


def unregister(function):
    pass


def register_error(name, function):
    _errors[name] = function


def lookup_error(name):
    if name not in _errors:
        raise LookupError(f"unknown error handler name '{name}'")
    return _errors[name]


def strict_errors(e):
    raise e


_errors = {"strict": strict_errors}


def charmap_build(table):
    return {ord(c): i for i, c in enumerate(table)}
