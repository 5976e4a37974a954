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
