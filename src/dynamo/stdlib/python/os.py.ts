/** `os`, written in Python: paths and names; nothing that touches the machine. */

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
