/** `base64`, `binascii` and `zlib`, written in Python over the native conversions of bytes. */

export const BASE64 = String.raw`
import binascii

def _bytes(s):
    if isinstance(s, str):
        try:
            return s.encode("ascii")
        except UnicodeEncodeError:
            raise ValueError("string argument should contain only ASCII characters") from None
    try:
        return bytes(memoryview(s))
    except TypeError:
        raise TypeError(f"argument should be a bytes-like object or ASCII string, not {type(s).__name__!r}") from None

def b64encode(s, altchars=None):
    encoded = binascii.b2a_base64(s, newline=False)
    if altchars is not None:
        assert len(altchars) == 2, repr(altchars)
        return encoded.translate(bytes.maketrans(b"+/", altchars))
    return encoded

def b64decode(s, altchars=None, validate=False):
    s = _bytes(s)
    if altchars is not None:
        s = s.translate(bytes.maketrans(_bytes(altchars), b"+/"))
    return binascii.a2b_base64(s, strict_mode=validate)

def standard_b64encode(s):
    return b64encode(s)

def standard_b64decode(s):
    return b64decode(s)

def urlsafe_b64encode(s):
    return b64encode(s, b"-_")

def urlsafe_b64decode(s):
    return b64decode(s, b"-_")

def encodebytes(s):
    return b"".join(binascii.b2a_base64(s[i:i + 57]) for i in range(0, len(s), 57))

def decodebytes(s):
    return binascii.a2b_base64(s)

def b16encode(s):
    return binascii.hexlify(s).upper()

def b16decode(s, casefold=False):
    s = _bytes(s)
    if casefold:
        s = s.upper()
    if any(c not in b"0123456789ABCDEF" for c in s):
        raise binascii.Error("Non-base16 digit found")
    return binascii.unhexlify(s)

_B32 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_B32HEX = b"0123456789ABCDEFGHIJKLMNOPQRSTUV"

def _encode32(alphabet, s):
    s = bytes(memoryview(s))
    out = bytearray()
    for i in range(0, len(s), 5):
        part = s[i:i + 5]
        value = int.from_bytes(part.ljust(5, b"\0"), "big")
        digits = bytes(alphabet[value >> shift & 31] for shift in range(35, -1, -5))
        kept = (len(part) * 8 + 4) // 5
        out += digits[:kept] + b"=" * (8 - kept)
    return bytes(out)

def _decode32(alphabet, s, casefold=False, map01=None):
    s = _bytes(s)
    if len(s) % 8:
        raise binascii.Error("Incorrect padding")
    if map01 is not None:
        s = s.translate(bytes.maketrans(b"01", b"O" + _bytes(map01)))
    if casefold:
        s = s.upper()
    body = s.rstrip(b"=")
    if len(s) - len(body) not in (0, 1, 3, 4, 6):
        raise binascii.Error("Incorrect padding")
    value = 0
    for c in body:
        digit = alphabet.find(c)
        if digit < 0:
            raise binascii.Error("Non-base32 digit found")
        value = value << 5 | digit
    size = len(body) * 5 // 8
    return (value >> (len(body) * 5 - size * 8)).to_bytes(size, "big")

def b32encode(s):
    return _encode32(_B32, s)

def b32decode(s, casefold=False, map01=None):
    return _decode32(_B32, s, casefold, map01)

def b32hexencode(s):
    return _encode32(_B32HEX, s)

def b32hexdecode(s, casefold=False):
    return _decode32(_B32HEX, s, casefold)

_B85 = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_" + bytes([96]) + b"{|}~"
_A85 = bytes(range(33, 118))

def _encode85(alphabet, b, pad, fold_zeros=False):
    b = bytes(memoryview(b))
    out = bytearray()
    for i in range(0, len(b), 4):
        part = b[i:i + 4]
        value = int.from_bytes(part.ljust(4, b"\0"), "big")
        if fold_zeros and value == 0 and len(part) == 4:
            out += b"z"
            continue
        digits = bytes(alphabet[value // 85 ** k % 85] for k in (4, 3, 2, 1, 0))
        out += digits if pad else digits[:len(part) + 1]
    return bytes(out)

def _decode85(alphabet, b, name, fold_zeros=False):
    out = bytearray()
    digits = []
    for c in _bytes(b):
        if fold_zeros and c == ord("z") and not digits:
            out += b"\0\0\0\0"
            continue
        digit = alphabet.find(c)
        if digit < 0:
            raise ValueError(f"bad {name} character")
        digits.append(digit)
        if len(digits) == 5:
            out += _group85(digits, name)
            digits = []
    if digits:
        out += _group85(digits + [84] * (5 - len(digits)), name)[:len(digits) - 1]
    return bytes(out)

def _group85(digits, name):
    value = 0
    for d in digits:
        value = value * 85 + d
    if value >= 1 << 32:
        raise ValueError(f"{name} overflow in hunk")
    return value.to_bytes(4, "big")

def b85encode(b, pad=False):
    return _encode85(_B85, b, pad)

def b85decode(b):
    return _decode85(_B85, b, "base85")

def a85encode(b, *, foldspaces=False, wrapcol=0, pad=False, adobe=False):
    out = _encode85(_A85, b, pad, True)
    if wrapcol:
        out = b"\n".join(out[i:i + wrapcol] for i in range(0, len(out), wrapcol))
    return b"<~" + out + b"~>" if adobe else out

def a85decode(b, *, foldspaces=False, adobe=False, ignorechars=b" \t\n\r\v"):
    b = _bytes(b)
    if adobe:
        if not b.endswith(b"~>"):
            raise ValueError("Ascii85 encoded byte sequences must end with b'~>'")
        b = b[2:-2] if b.startswith(b"<~") else b[:-2]
    return _decode85(_A85, bytes(c for c in b if c not in ignorechars), "Ascii85", True)
`;

export const BINASCII = String.raw`
import _hash
from _bytes_text import a2b_base64 as _decode, b2a_base64 as _encode

class Error(ValueError):
    pass

class Incomplete(Exception):
    pass

def b2a_base64(data, /, *, newline=True):
    return _encode(data) + b"\n" if newline else _encode(data)

def a2b_base64(data, /, *, strict_mode=False):
    result = _decode(data, strict_mode)
    if isinstance(result, str):
        raise Error(result)
    return result

def hexlify(data, sep=None, bytes_per_sep=1):
    data = memoryview(data).tobytes()
    return (data.hex() if sep is None else data.hex(sep, bytes_per_sep)).encode("ascii")

def unhexlify(hexstr, /):
    text = hexstr if isinstance(hexstr, str) else memoryview(hexstr).tobytes().decode("latin-1")
    if len(text) % 2:
        raise Error("Odd-length string")
    if any(c not in "0123456789abcdefABCDEF" for c in text):
        raise Error("Non-hexadecimal digit found")
    return bytes.fromhex(text)

b2a_hex = hexlify
a2b_hex = unhexlify

def crc32(data, crc=0, /):
    return _hash.crc32(data, crc)

def crc_hqx(data, crc, /):
    for byte in bytes(data):
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc
`;

export const ZLIB = String.raw`
import _hash
import _zlib

Z_NO_COMPRESSION, Z_BEST_SPEED, Z_BEST_COMPRESSION, Z_DEFAULT_COMPRESSION = 0, 1, 9, -1
Z_DEFAULT_STRATEGY, Z_FINISH, Z_SYNC_FLUSH = 0, 4, 2
DEFLATED, MAX_WBITS, DEF_MEM_LEVEL, DEF_BUF_SIZE = 8, 15, 8, 16384
ZLIB_VERSION = ZLIB_RUNTIME_VERSION = "1.3.1"

class error(Exception):
    pass

def crc32(data, value=0, /):
    return _hash.crc32(data, value)

def adler32(data, value=1, /):
    return _hash.adler32(data, value)

def compress(data, /, level=-1, wbits=MAX_WBITS):
    return _zlib.compress(memoryview(data).tobytes(), 6 if level == -1 else level, wbits)

def decompress(data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE):
    result = _zlib.decompress(memoryview(data).tobytes(), wbits)
    if result is None:
        raise error("Error -3 while decompressing data: incorrect header check")
    return result

class _Whole:
    """A stream that works on everything at once, when it is flushed."""
    def __init__(self, work):
        self._work = work
        self._data = bytearray()
        self.unused_data = self.unconsumed_tail = b""
        self.eof = False

class _Compressor(_Whole):
    def compress(self, data, /):
        self._data += data
        return b""

    def flush(self, mode=Z_FINISH, /):
        return self._work(bytes(self._data))

class _Decompressor(_Whole):
    def decompress(self, data, /, max_length=0):
        self._data += data
        try:
            result = self._work(bytes(self._data))
        except error:
            return b""
        self._data.clear()
        self.eof = True
        return result

    def flush(self, length=DEF_BUF_SIZE, /):
        return b""

def compressobj(level=-1, method=DEFLATED, wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL, strategy=0, zdict=None):
    return _Compressor(lambda data: compress(data, level, wbits))

def decompressobj(wbits=MAX_WBITS, zdict=b""):
    return _Decompressor(lambda data: decompress(data, wbits))
`;
