/** `pathlib`, written in Python over `os.path`; nothing is written. */

export const PATHLIB = String.raw`
import fnmatch as _fnmatch
import os
from os import path as _path

class PurePath:
    def __new__(cls, *args):
        if cls is PurePath:
            cls = PurePosixPath
        elif cls is Path:
            cls = PosixPath
        return object.__new__(cls)

    def __init__(self, *args):
        text = _path.join(*(os.fspath(a) for a in args)) if args else ""
        root = "/" if text.startswith("/") else ""
        self._parts = ([root] if root else []) + [p for p in text.split("/") if p and p != "."]

    def _from_parts(self, parts):
        new = object.__new__(type(self))
        new._parts = list(parts)
        return new

    def __str__(self):
        if not self._parts:
            return "."
        return "/" + "/".join(self._parts[1:]) if self._parts[0] == "/" else "/".join(self._parts)

    __fspath__ = __str__

    def as_posix(self):
        return str(self)

    def __repr__(self):
        return f"{self.__class__.__name__}({str(self)!r})"

    def __bytes__(self):
        return str(self).encode()

    def __hash__(self):
        return hash(str(self))

    def __eq__(self, other):
        return self._parts == other._parts if isinstance(other, PurePath) else NotImplemented

    def __lt__(self, other):
        return self._parts < other._parts if isinstance(other, PurePath) else NotImplemented

    def __le__(self, other):
        return self._parts <= other._parts if isinstance(other, PurePath) else NotImplemented

    def __gt__(self, other):
        return self._parts > other._parts if isinstance(other, PurePath) else NotImplemented

    def __ge__(self, other):
        return self._parts >= other._parts if isinstance(other, PurePath) else NotImplemented

    def __truediv__(self, key):
        try:
            return type(self)(self, key)
        except TypeError:
            return NotImplemented

    def __rtruediv__(self, key):
        try:
            return type(self)(key, self)
        except TypeError:
            return NotImplemented

    def joinpath(self, *other):
        return type(self)(self, *other)

    @property
    def parts(self):
        return tuple(self._parts)

    @property
    def root(self):
        return "/" if self._parts[:1] == ["/"] else ""

    anchor = root
    drive = ""

    @property
    def name(self):
        return self._parts[-1] if self._parts and self._parts[-1] != "/" else ""

    @property
    def suffix(self):
        dot = self.name.rfind(".")
        return self.name[dot:] if 0 < dot < len(self.name) - 1 else ""

    @property
    def suffixes(self):
        name = self.name
        return [] if name.endswith(".") else ["." + s for s in name.lstrip(".").split(".")[1:]]

    @property
    def stem(self):
        return self.name[:len(self.name) - len(self.suffix)] if self.suffix else self.name

    @property
    def parent(self):
        if not self._parts or self._parts == ["/"]:
            return self
        return self._from_parts(self._parts[:-1])

    @property
    def parents(self):
        found, at = [], self
        while at.parent != at:
            at = at.parent
            found.append(at)
        return tuple(found)

    def with_name(self, name):
        if not self.name:
            raise ValueError(f"{self!r} has an empty name")
        return self._from_parts(self._parts[:-1] + [name])

    def with_stem(self, stem):
        return self.with_name(stem + self.suffix)

    def with_suffix(self, suffix):
        if suffix and not suffix.startswith(".") or suffix == ".":
            raise ValueError("Invalid suffix %r" % suffix)
        return self.with_name(self.stem + suffix)

    def is_absolute(self):
        return bool(self.root)

    def relative_to(self, other, *more, walk_up=False):
        other = type(self)(other, *more)
        if self._parts[:len(other._parts)] != other._parts:
            raise ValueError(f"{str(self)!r} is not in the subpath of {str(other)!r}")
        return self._from_parts(self._parts[len(other._parts):])

    def is_relative_to(self, other, *more):
        other = type(self)(other, *more)
        return self._parts[:len(other._parts)] == other._parts

    def match(self, pattern, *, case_sensitive=None):
        wanted = type(self)(pattern)._parts
        if len(wanted) > len(self._parts) or not wanted:
            return False
        return all(_fnmatch.fnmatchcase(a, b) for a, b in zip(self._parts[-len(wanted):], wanted))

class PurePosixPath(PurePath):
    pass

class PureWindowsPath(PurePath):
    pass

os.PathLike.register(PurePath)

def _refused(what):
    def method(self, *args, **kwargs):
        raise PermissionError(1, f"Path.{what} is not available: the analysis of a program does not touch the machine", str(self))
    method.__name__ = what
    return method

class Path(PurePath):
    @classmethod
    def cwd(cls):
        return cls(os.getcwd())

    @classmethod
    def home(cls):
        return cls("/")

    def exists(self, *, follow_symlinks=True):
        return _path.exists(self)

    def is_file(self):
        return _path.isfile(self)

    def is_dir(self):
        return _path.isdir(self)

    def is_symlink(self):
        return False

    def absolute(self):
        return type(self)(os.getcwd(), self)

    def resolve(self, strict=False):
        return type(self)(_path.realpath(self))

    def expanduser(self):
        return self

    def samefile(self, other):
        return self.resolve() == type(self)(other).resolve()

    def iterdir(self):
        return (self / name for name in os.listdir(self))

    def glob(self, pattern):
        return iter(sorted(p for p in self.rglob("*") if _matches(p.relative_to(self)._parts, type(self)(pattern)._parts)))

    def rglob(self, pattern):
        for top, dirs, files in os.walk(self):
            for name in sorted(dirs + files):
                if _fnmatch.fnmatchcase(name, pattern):
                    yield type(self)(top, name)

    def open(self, mode="r", buffering=-1, encoding=None, errors=None, newline=None):
        return open(str(self), mode, buffering, encoding, errors, newline)

    def read_text(self, encoding=None, errors=None):
        return self.open().read()

    def read_bytes(self):
        return self.open("rb").read()

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        os.makedirs(self, exist_ok=exist_ok)

for _name in ("write_text", "write_bytes", "unlink", "rmdir", "rename", "replace", "touch", "chmod", "symlink_to", "stat"):
    setattr(Path, _name, _refused(_name))

def _matches(parts, pattern):
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return any(_matches(parts[i:], pattern[1:]) for i in range(len(parts) + 1))
    return bool(parts) and _fnmatch.fnmatchcase(parts[0], pattern[0]) and _matches(parts[1:], pattern[1:])

class PosixPath(Path, PurePosixPath):
    pass

class WindowsPath(Path, PureWindowsPath):
    pass
`;
