/** Small modules that tell of the system or measure a program, written in Python: `stat`, `locale`, `getpass`, `signal`, `timeit`, … */

export const STAT = String.raw`
S_IFDIR, S_IFCHR, S_IFBLK, S_IFREG, S_IFIFO, S_IFLNK, S_IFSOCK = 0o040000, 0o020000, 0o060000, 0o100000, 0o010000, 0o120000, 0o140000
S_ISUID, S_ISGID, S_ISVTX = 0o4000, 0o2000, 0o1000
S_IRWXU, S_IRUSR, S_IWUSR, S_IXUSR = 0o700, 0o400, 0o200, 0o100
S_IRWXG, S_IRGRP, S_IWGRP, S_IXGRP = 0o070, 0o040, 0o020, 0o010
S_IRWXO, S_IROTH, S_IWOTH, S_IXOTH = 0o007, 0o004, 0o002, 0o001
S_IREAD, S_IWRITE, S_IEXEC = S_IRUSR, S_IWUSR, S_IXUSR
ST_MODE, ST_INO, ST_DEV, ST_NLINK, ST_UID, ST_GID, ST_SIZE, ST_ATIME, ST_MTIME, ST_CTIME = range(10)

def S_IMODE(mode):
    return mode & 0o7777

def S_IFMT(mode):
    return mode & 0o170000

def _is(kind):
    return lambda mode: S_IFMT(mode) == kind

S_ISDIR, S_ISCHR, S_ISBLK, S_ISREG, S_ISFIFO, S_ISLNK, S_ISSOCK = map(_is, (S_IFDIR, S_IFCHR, S_IFBLK, S_IFREG, S_IFIFO, S_IFLNK, S_IFSOCK))

def filemode(mode):
    kinds = {S_IFDIR: "d", S_IFCHR: "c", S_IFBLK: "b", S_IFREG: "-", S_IFIFO: "p", S_IFLNK: "l", S_IFSOCK: "s"}
    out = [kinds.get(S_IFMT(mode), "?")]
    for shift, special, letter in ((6, S_ISUID, "s"), (3, S_ISGID, "s"), (0, S_ISVTX, "t")):
        bits = mode >> shift & 7
        out.append("r" if bits & 4 else "-")
        out.append("w" if bits & 2 else "-")
        out.append((letter if bits & 1 else letter.upper()) if mode & special else "x" if bits & 1 else "-")
    return "".join(out)
`;

export const LOCALE = String.raw`
LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL = range(7)
CHAR_MAX = 127

class Error(Exception):
    pass

def setlocale(category, locale=None):
    if locale in (None, "", "C", "POSIX", "C.UTF-8", "en_US.UTF-8", ("en_US", "UTF-8")):
        return "C"
    raise Error("unsupported locale setting")

def getlocale(category=LC_CTYPE):
    return ("en_US", "UTF-8")

getdefaultlocale = getlocale

def getpreferredencoding(do_setlocale=True):
    return "UTF-8"

def getencoding():
    return "UTF-8"

def localeconv():
    return {"decimal_point": ".", "thousands_sep": "", "grouping": [], "int_curr_symbol": "", "currency_symbol": "",
            "mon_decimal_point": "", "mon_thousands_sep": "", "mon_grouping": [], "positive_sign": "", "negative_sign": ""}

def format_string(f, val, grouping=False, monetary=False):
    return f % val

def str(val):
    return "%.12g" % val

def atof(string, func=float):
    return func(string)

def atoi(string):
    return int(string)

def strcoll(a, b):
    return (a > b) - (a < b)

def strxfrm(string):
    return string
`;

export const GETPASS = String.raw`
import os as _os

class GetPassWarning(UserWarning):
    pass

def getuser():
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if _os.environ.get(name):
            return _os.environ[name]
    return _os.getlogin()

def getpass(prompt="Password: ", stream=None):
    raise EOFError("getpass.getpass is not available: the analysis of a program has no terminal")
`;

export const SIGNAL = String.raw`
from enum import IntEnum

class Signals(IntEnum):
    SIGHUP = 1
    SIGINT = 2
    SIGQUIT = 3
    SIGILL = 4
    SIGABRT = 6
    SIGFPE = 8
    SIGKILL = 9
    SIGUSR1 = 10
    SIGSEGV = 11
    SIGUSR2 = 12
    SIGPIPE = 13
    SIGALRM = 14
    SIGTERM = 15
    SIGCHLD = 17

class Handlers(IntEnum):
    SIG_DFL = 0
    SIG_IGN = 1

globals().update(Signals.__members__)
globals().update(Handlers.__members__)

def default_int_handler(signum, frame):
    raise KeyboardInterrupt

_handlers = {Signals.SIGINT: default_int_handler}

def signal(signalnum, handler):
    """Handlers are kept; no signal ever comes."""
    if not callable(handler) and handler not in tuple(Handlers):
        raise TypeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
    old = getsignal(signalnum)
    _handlers[signalnum] = handler
    return old

def getsignal(signalnum):
    return _handlers.get(signalnum, Handlers.SIG_DFL)

def alarm(seconds):
    return 0

def setitimer(which, seconds, interval=0.0):
    return (0.0, 0.0)

def strsignal(signalnum):
    return {2: "Interrupt", 9: "Killed", 15: "Terminated"}.get(int(signalnum), Signals(signalnum).name)

ITIMER_REAL, ITIMER_VIRTUAL, ITIMER_PROF = 0, 1, 2
`;

export const TIMEIT = String.raw`
from time import perf_counter as default_timer
import itertools as _itertools

default_number, default_repeat = 1000000, 5

class Timer:
    def __init__(self, stmt="pass", setup="pass", timer=default_timer, globals=None):
        self.timer = timer
        scope = {} if globals is None else globals
        self._setup = setup if callable(setup) else lambda: exec(setup, scope)
        self._stmt = stmt if callable(stmt) else lambda: exec(stmt, scope)

    def timeit(self, number=default_number):
        self._setup()
        start = self.timer()
        for _ in _itertools.repeat(None, number):
            self._stmt()
        return self.timer() - start

    def repeat(self, repeat=default_repeat, number=default_number):
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        number = 1
        return number, self.timeit(number)

def timeit(stmt="pass", setup="pass", timer=default_timer, number=default_number, globals=None):
    return Timer(stmt, setup, timer, globals).timeit(number)

def repeat(stmt="pass", setup="pass", timer=default_timer, repeat=default_repeat, number=default_number, globals=None):
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)
`;

export const CPROFILE = String.raw`
class Profile:
    """Runs what it is given; nothing is measured."""
    def __init__(self, *args, **kwargs):
        pass

    def enable(self, *args, **kwargs):
        pass

    disable = create_stats = print_stats = dump_stats = enable

    def runcall(self, func, /, *args, **kw):
        return func(*args, **kw)

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        pass

def run(statement, filename=None, sort=-1):
    exec(statement, {})
`;

export const TRACEMALLOC = String.raw`
_tracing = False

def start(nframe=1):
    global _tracing
    _tracing = True

def stop():
    global _tracing
    _tracing = False

def is_tracing():
    return _tracing

def get_traced_memory():
    return (0, 0)

def reset_peak():
    pass

def clear_traces():
    pass
`;

export const FAULTHANDLER = String.raw`
_enabled = False

def enable(file=None, all_threads=True):
    global _enabled
    _enabled = True

def disable():
    global _enabled
    _enabled = False

def is_enabled():
    return _enabled

def dump_traceback(file=None, all_threads=True):
    pass

def dump_traceback_later(timeout, repeat=False, file=None, exit=False):
    pass
`;

export const COLORSYS = String.raw`
def rgb_to_hsv(r, g, b):
    high, low = max(r, g, b), min(r, g, b)
    if low == high:
        return 0.0, 0.0, high
    spread = high - low
    rc, gc, bc = ((high - c) / spread for c in (r, g, b))
    h = bc - gc if r == high else 2.0 + rc - bc if g == high else 4.0 + gc - rc
    return (h / 6.0) % 1.0, spread / high, high

def hsv_to_rgb(h, s, v):
    if s == 0.0:
        return v, v, v
    i = int(h * 6.0)
    f = h * 6.0 - i
    p, q, t = v * (1.0 - s), v * (1.0 - s * f), v * (1.0 - s * (1.0 - f))
    return ((v, t, p), (q, v, p), (p, v, t), (p, q, v), (t, p, v), (v, p, q))[i % 6]

def rgb_to_hls(r, g, b):
    high, low = max(r, g, b), min(r, g, b)
    total, spread = high + low, high - low
    lightness = total / 2.0
    if low == high:
        return 0.0, lightness, 0.0
    s = spread / total if lightness <= 0.5 else spread / (2.0 - high - low)
    rc, gc, bc = ((high - c) / spread for c in (r, g, b))
    h = bc - gc if r == high else 2.0 + rc - bc if g == high else 4.0 + gc - rc
    return (h / 6.0) % 1.0, lightness, s

def hls_to_rgb(h, l, s):
    if s == 0.0:
        return l, l, l
    m2 = l * (1.0 + s) if l <= 0.5 else l + s - l * s
    m1 = 2.0 * l - m2
    def one(hue):
        hue %= 1.0
        if hue < 1 / 6:
            return m1 + (m2 - m1) * hue * 6.0
        if hue < 0.5:
            return m2
        return m1 + (m2 - m1) * (2 / 3 - hue) * 6.0 if hue < 2 / 3 else m1
    return one(h + 1 / 3), one(h), one(h - 1 / 3)
`;
