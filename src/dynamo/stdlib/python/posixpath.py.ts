/** `posixpath` (`os.path`), written in Python over the host's view of files. */

export const POSIXPATH = String.raw`
import _host
from genericpath import commonprefix

curdir = "."
pardir = ".."
extsep = "."
sep = "/"
pathsep = ":"
defpath = "/bin:/usr/bin"
altsep = None
devnull = "/dev/null"
supports_unicode_filenames = False

def _text(path):
    if hasattr(type(path), "__fspath__"):
        path = type(path).__fspath__(path)
    if not isinstance(path, (str, bytes)):
        raise TypeError(f"expected str, bytes or os.PathLike object, not {type(path).__name__}")
    return path.decode() if isinstance(path, bytes) else path

def normcase(s):
    return _text(s)

def isabs(s):
    return _text(s).startswith("/")

def join(a, *p):
    path = _text(a)
    for b in map(_text, p):
        if b.startswith("/"):
            path = b
        elif not path or path.endswith("/"):
            path += b
        else:
            path += "/" + b
    return path

def split(p):
    p = _text(p)
    i = p.rfind("/") + 1
    head, tail = p[:i], p[i:]
    if head and head != "/" * len(head):
        head = head.rstrip("/")
    return head, tail

def splitext(p):
    p = _text(p)
    start = p.rfind("/") + 1
    dot = p.rfind(".")
    if dot > start and p[start:dot].strip("."):
        return p[:dot], p[dot:]
    return p, ""

def splitdrive(p):
    return "", _text(p)

def basename(p):
    return split(p)[1]

def dirname(p):
    return split(p)[0]

def normpath(path):
    path = _text(path)
    if not path:
        return "."
    slashes = 2 if path.startswith("//") and not path.startswith("///") else 1 if path.startswith("/") else 0
    parts = []
    for comp in path.split("/"):
        if comp in ("", "."):
            continue
        if comp != ".." or (not slashes and not parts) or (parts and parts[-1] == ".."):
            parts.append(comp)
        elif parts:
            parts.pop()
    return ("/" * slashes + "/".join(parts)) or "."

def abspath(path):
    path = _text(path)
    return normpath(path if isabs(path) else join(_host.getcwd(), path))

def realpath(filename, *, strict=False):
    return abspath(filename)

def relpath(path, start=None):
    path = _text(path)
    if not path:
        raise ValueError("no path specified")
    a = [x for x in abspath(start if start is not None else ".").split("/") if x]
    b = [x for x in abspath(path).split("/") if x]
    i = len(commonprefix([a, b]))
    return "/".join([".."] * (len(a) - i) + b[i:]) or "."

def commonpath(paths):
    paths = [_text(p) for p in paths]
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    if len({p.startswith("/") for p in paths}) != 1:
        raise ValueError("Can't mix absolute and relative paths")
    parts = [[c for c in p.split("/") if c and c != "."] for p in paths]
    return ("/" if paths[0].startswith("/") else "") + "/".join(commonprefix(parts))

def expanduser(path):
    return _text(path)

def expandvars(path):
    return _text(path)

def exists(path):
    path = abspath(path)
    return _host.isfile(path) or _host.isdir(path)

lexists = exists

def isfile(path):
    return _host.isfile(abspath(path))

def isdir(s):
    return _host.isdir(abspath(s))

def islink(path):
    return False

def ismount(path):
    return _text(path) == "/"

def samefile(a, b):
    return realpath(a) == realpath(b)

def getsize(filename):
    size = _host.size(abspath(filename))
    if size is None:
        raise FileNotFoundError(2, "No such file or directory", _text(filename))
    return size

def getmtime(filename):
    getsize(filename)
    return 0.0

getatime = getctime = getmtime
`;

export const GENERICPATH = String.raw`
def commonprefix(m):
    m = list(m)
    if not m:
        return ""
    low, high = min(m), max(m)
    for i, c in enumerate(low):
        if c != high[i]:
            return low[:i]
    return low
`;

export const OS = String.raw`
import sys
import _host
import posixpath as path
from posixpath import curdir, pardir, sep, pathsep, defpath, extsep, altsep, devnull, _text
from abc import ABC, abstractmethod

name = "posix"
linesep = "\n"
environ = {}
sys.modules["os.path"] = path
error = OSError
F_OK, R_OK, W_OK, X_OK = 0, 4, 2, 1
O_RDONLY, O_WRONLY, O_RDWR, O_CREAT = 0, 1, 2, 64

class PathLike(ABC):
    @abstractmethod
    def __fspath__(self):
        raise NotImplementedError
    @classmethod
    def __subclasshook__(cls, subclass):
        return True if cls is PathLike and hasattr(subclass, "__fspath__") else NotImplemented
    def __class_getitem__(cls, item):
        return cls

def fspath(path):
    if isinstance(path, (str, bytes)):
        return path
    method = getattr(type(path), "__fspath__", None)
    if method is None:
        raise TypeError(f"expected str, bytes or os.PathLike object, not {type(path).__name__}")
    return method(path)

def fsdecode(filename):
    return _text(filename)

def fsencode(filename):
    return _text(filename).encode()

def getenv(key, default=None):
    return environ.get(key, default)

def putenv(key, value):
    environ[key] = value

def unsetenv(key):
    environ.pop(key, None)

def getcwd():
    return _host.getcwd()

def getpid():
    return 1

def getppid():
    return 0

def cpu_count():
    return 1

def getlogin():
    return "user"

def urandom(size):
    import random
    return random.Random().randbytes(size)

def listdir(path="."):
    entries = _host.listdir(_abs(path))
    if entries is None:
        raise FileNotFoundError(2, "No such file or directory", _text(path))
    return [name for name, _ in entries]

def _abs(p):
    return path.abspath(p)

class DirEntry:
    def __init__(self, name, directory, is_directory):
        self.name = name
        self.path = path.join(directory, name)
        self._is_directory = is_directory
    def is_dir(self, *, follow_symlinks=True):
        return self._is_directory
    def is_file(self, *, follow_symlinks=True):
        return not self._is_directory
    def is_symlink(self):
        return False
    def __fspath__(self):
        return self.path
    def __repr__(self):
        return f"<DirEntry {self.name!r}>"

class _Scan(list):
    def __enter__(self):
        return self
    def __exit__(self, *exc_info):
        pass
    def close(self):
        pass

def scandir(path="."):
    entries = _host.listdir(_abs(path))
    if entries is None:
        raise FileNotFoundError(2, "No such file or directory", _text(path))
    return _Scan(DirEntry(n, _text(path), d) for n, d in entries)

def walk(top, topdown=True, onerror=None, followlinks=False):
    entries = _host.listdir(_abs(top))
    if entries is None:
        return
    dirs = [n for n, d in entries if d]
    files = [n for n, d in entries if not d]
    if topdown:
        yield _text(top), dirs, files
    for d in dirs:
        yield from walk(path.join(top, d), topdown, onerror, followlinks)
    if not topdown:
        yield _text(top), dirs, files

def access(path, mode, **kwargs):
    return mode != W_OK and globals()["path"].exists(path)

def _refuse(what):
    def function(*args, **kwargs):
        raise PermissionError(1, f"os.{what} is not available: the analysis of a program does not touch the machine")
    function.__name__ = function.__qualname__ = what
    return function

for _name in ("chmod", "chown", "link", "mkdir", "open", "popen", "remove", "rename", "replace", "removedirs", "rmdir",
              "symlink", "system", "truncate", "unlink", "utime", "write", "fork", "kill", "execv", "spawnv", "chdir", "stat"):
    globals()[_name] = _refuse(_name)

def makedirs(name, mode=0o777, exist_ok=False):
    """Nothing is written; a directory to be is taken as made."""
    if not exist_ok and path.isdir(name):
        raise FileExistsError(17, "File exists", _text(name))

def get_terminal_size(fd=None):
    return terminal_size((80, 24))

class terminal_size(tuple):
    @property
    def columns(self):
        return self[0]
    @property
    def lines(self):
        return self[1]

def uname():
    from types import SimpleNamespace
    return SimpleNamespace(sysname="Linux", nodename="localhost", release="", version="", machine="x86_64")

def register_at_fork(**kwargs):
    pass

def sched_getaffinity(pid):
    return {0}
`;
