/** `hashlib` and `hmac`, written in Python over the native digests: a hash object keeps what it was fed. */

export const HASHLIB = String.raw`
import _hash

_SIZES = {
    "md5": (16, 64), "sha1": (20, 64), "sha224": (28, 64), "sha256": (32, 64), "sha384": (48, 128), "sha512": (64, 128),
    "sha3_224": (28, 144), "sha3_256": (32, 136), "sha3_384": (48, 104), "sha3_512": (64, 72),
    "shake_128": (0, 168), "shake_256": (0, 136), "blake2b": (64, 128), "blake2s": (32, 64),
}
algorithms_guaranteed = set(_SIZES)
algorithms_available = set(_SIZES)

class HASH:
    def __init__(self, name, data=b"", digest_size=None, key=b""):
        self.name = name
        size, self.block_size = _SIZES[name]
        self.digest_size = size if digest_size is None else digest_size
        self._key = bytes(key)
        self._data = bytearray()
        self.update(data)

    def update(self, data, /):
        if isinstance(data, str):
            raise TypeError("Strings must be encoded before hashing")
        try:
            self._data += memoryview(data)
        except TypeError:
            raise TypeError("object supporting the buffer API required") from None

    def digest(self):
        return _hash.digest(self.name, self._data, self.digest_size, self._key)

    def hexdigest(self):
        return self.digest().hex()

    def copy(self):
        return type(self)(self.name, self._data, self.digest_size, self._key)

    def __repr__(self):
        return f"<{self.name} _hashlib.HASH object @ {id(self):#x}>"

class HASHXOF(HASH):
    def digest(self, length):
        return _hash.digest(self.name, self._data, length, self._key)

    def hexdigest(self, length):
        return self.digest(length).hex()

HASH.__module__ = HASHXOF.__module__ = "_hashlib"

def _constructor(name):
    kind = HASHXOF if name.startswith("shake") else HASH
    def make(string=b"", *, usedforsecurity=True):
        return kind(name, string)
    make.__name__ = make.__qualname__ = name
    return make

def _blake(name, digest_limit):
    def make(data=b"", /, *, digest_size=digest_limit, key=b"", usedforsecurity=True):
        if not 1 <= digest_size <= digest_limit:
            raise ValueError(f"digest_size must be between 1 and {digest_limit} bytes")
        if len(key) > digest_limit:
            raise ValueError(f"maximum key length is {digest_limit} bytes")
        return HASH(name, data, digest_size, key)
    make.__name__ = make.__qualname__ = name
    make.MAX_DIGEST_SIZE = make.MAX_KEY_SIZE = digest_limit
    return make

for _name in _SIZES:
    globals()[_name] = _constructor(_name)
blake2b = _blake("blake2b", 64)
blake2s = _blake("blake2s", 32)

def new(name, data=b"", **kwargs):
    key = name.lower().replace("-", "_")
    if key not in _SIZES and key.replace("_", "") in _SIZES:
        key = key.replace("_", "")
    if key not in _SIZES:
        raise ValueError(f"unsupported hash type {name}")
    return globals()[key](data, **kwargs)

def file_digest(fileobj, digest, /):
    result = new(digest) if isinstance(digest, str) else digest()
    while data := fileobj.read(65536):
        result.update(data)
    return result

def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    from hmac import digest as hmac_digest
    if iterations < 1:
        raise ValueError("iteration value must be greater than 0.")
    dklen = new(hash_name).digest_size if dklen is None else dklen
    out, block = b"", 1
    while len(out) < dklen:
        last = hmac_digest(password, salt + block.to_bytes(4, "big"), hash_name)
        total = int.from_bytes(last, "big")
        for _ in range(iterations - 1):
            last = hmac_digest(password, last, hash_name)
            total ^= int.from_bytes(last, "big")
        out += total.to_bytes(len(last), "big")
        block += 1
    return out[:dklen]
`;

export const HMAC = String.raw`
import hashlib as _hashlib

class HMAC:
    blocksize = 64

    def __init__(self, key, msg=None, digestmod=""):
        if not isinstance(key, (bytes, bytearray)):
            raise TypeError(f"key: expected bytes or bytearray, but got {type(key).__name__!r}")
        if not digestmod:
            raise TypeError("Missing required argument 'digestmod'.")
        if isinstance(digestmod, str):
            make = lambda data=b"": _hashlib.new(digestmod, data)
        else:
            make = digestmod if callable(digestmod) else digestmod.new
        self._inner, self._outer = make(), make()
        self.block_size, self.digest_size = self._inner.block_size, self._inner.digest_size
        self.name = "hmac-" + self._inner.name
        key = make(key).digest() if len(key) > self.block_size else bytes(key)
        key = key.ljust(self.block_size, b"\0")
        self._inner.update(bytes(b ^ 0x36 for b in key))
        self._outer.update(bytes(b ^ 0x5C for b in key))
        if msg is not None:
            self.update(msg)

    def update(self, msg):
        self._inner.update(msg)

    def digest(self):
        outer = self._outer.copy()
        outer.update(self._inner.digest())
        return outer.digest()

    def hexdigest(self):
        return self.digest().hex()

    def copy(self):
        other = HMAC.__new__(type(self))
        other.__dict__.update(self.__dict__, _inner=self._inner.copy(), _outer=self._outer.copy())
        return other

def new(key, msg=None, digestmod=""):
    return HMAC(key, msg, digestmod)

def digest(key, msg, digest):
    return HMAC(key, msg, digest).digest()

def compare_digest(a, b, /):
    if isinstance(a, str) and isinstance(b, str):
        if not a.isascii() or not b.isascii():
            raise TypeError("comparing strings with non-ASCII characters is not supported")
        return a == b
    for x in (a, b):
        if isinstance(x, str):
            raise TypeError("unsupported operand types(s) or combination of types: 'str' and 'bytes'")
    return bytes(a) == bytes(b)
`;
