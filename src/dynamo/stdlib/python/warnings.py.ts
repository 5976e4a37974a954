/** `warnings`, written in Python. */

export const WARNINGS = String.raw`
import sys

__all__ = ["warn", "warn_explicit", "showwarning", "formatwarning", "filterwarnings", "simplefilter", "resetwarnings", "catch_warnings"]

filters = [
    ("default", None, DeprecationWarning, "__main__", 0),
    ("ignore", None, DeprecationWarning, None, 0),
    ("ignore", None, PendingDeprecationWarning, None, 0),
    ("ignore", None, ImportWarning, None, 0),
    ("ignore", None, ResourceWarning, None, 0),
]
defaultaction = "default"
onceregistry = {}
_seen = set()

class WarningMessage:
    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source

    def __str__(self):
        return "{message : %r, category : %r, filename : %r, lineno : %s, line : %r}" % (
            self.message, self.category.__name__, self.filename, self.lineno, self.line)

def formatwarning(message, category, filename, lineno, line=None):
    if line is None:
        import linecache
        line = linecache.getline(filename, lineno)
    text = f"{filename}:{lineno}: {category.__name__}: {message}\n"
    if line and line.strip():
        text += "  %s\n" % line.strip()
    return text

def showwarning(message, category, filename, lineno, file=None, line=None):
    (sys.stderr if file is None else file).write(formatwarning(message, category, filename, lineno, line))

_original_showwarning = showwarning
_log = None

def _action(text, category, module, lineno):
    import re
    for action, message, cat, mod, line in filters:
        if ((message is None or re.compile(message, re.I).match(text)) and issubclass(category, cat)
                and (mod is None or re.match(mod + "$" if mod == "__main__" else mod, module)) and line in (0, lineno)):
            return action
    return defaultaction

def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    if isinstance(message, Warning):
        category = message.__class__
    elif category is None:
        category = UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError("category must be a Warning subclass, not '%s'" % type(category).__name__)
    try:
        frame = sys._getframe(max(1, stacklevel))
        globals, filename, lineno = frame.f_globals, frame.f_code.co_filename, frame.f_lineno
    except ValueError:
        globals, filename, lineno = sys.__dict__, "sys", 1
    warn_explicit(message, category, filename, lineno, globals.get("__name__", "<string>"), source=source)

def warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None):
    if module is None:
        module = filename[:-3] if filename.endswith(".py") else filename
    if isinstance(message, Warning):
        text, category = str(message), message.__class__
    else:
        text, message = message, category(message)
    action = _action(text, category, module, lineno)
    if action == "ignore":
        return
    if action == "error":
        raise message
    key = {"once": (text, category), "module": (text, category, module), "default": (text, category, module, lineno)}.get(action)
    if key is not None:
        if key in _seen:
            return
        _seen.add(key)
    entry = WarningMessage(message, category, filename, lineno, source=source)
    if _log is not None:
        _log.append(entry)
    else:
        showwarning(message, category, filename, lineno)

def _insert(item, append):
    if append:
        if item not in filters:
            filters.append(item)
    else:
        if item in filters:
            filters.remove(item)
        filters.insert(0, item)
    _seen.clear()

def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    if action not in ("default", "error", "ignore", "always", "all", "module", "once"):
        raise ValueError(f"invalid action: {action!r}")
    _insert((action, message or None, category, module or None, lineno), append)

def simplefilter(action, category=Warning, lineno=0, append=False):
    if action not in ("default", "error", "ignore", "always", "all", "module", "once"):
        raise ValueError(f"invalid action: {action!r}")
    _insert((action, None, category, None, lineno), append)

def resetwarnings():
    filters[:] = []

class catch_warnings:
    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False):
        self._record = record
        self._filter = None if action is None else (action, category, lineno, append)

    def __enter__(self):
        global _log, _seen
        self._saved = (filters[:], _log, _seen, showwarning)
        _seen = set()
        result = None
        if self._record:
            _log = result = []
        if self._filter is not None:
            simplefilter(*self._filter)
        return result

    def __exit__(self, *exc_info):
        global _log, _seen, showwarning
        filters[:], _log, _seen, showwarning = self._saved

class deprecated:
    def __init__(self, message, /, *, category=DeprecationWarning, stacklevel=1):
        self.message, self.category, self.stacklevel = message, category, stacklevel

    def __call__(self, arg, /):
        if self.category is None:
            arg.__deprecated__ = self.message
            return arg
        if isinstance(arg, type):
            original = arg.__new__
            message, category, level = self.message, self.category, self.stacklevel
            def __new__(cls, /, *args, **kwargs):
                if cls is arg:
                    warn(message, category=category, stacklevel=level + 1)
                return original(cls, *args, **kwargs) if original is not object.__new__ else original(cls)
            arg.__new__ = staticmethod(__new__)
            arg.__deprecated__ = message
            return arg
        import functools
        @functools.wraps(arg)
        def wrapper(*args, **kwargs):
            warn(self.message, category=self.category, stacklevel=self.stacklevel + 1)
            return arg(*args, **kwargs)
        arg.__deprecated__ = wrapper.__deprecated__ = self.message
        return wrapper
`;
