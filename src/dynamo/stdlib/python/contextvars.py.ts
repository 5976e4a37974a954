/** `contextvars`, written in Python: a context is a mapping that is current while it runs something. */

export const CONTEXTVARS = String.raw`
from types import GenericAlias

class _Missing:
    def __repr__(self):
        return "<Token.MISSING>"

_MISSING = _Missing()

class Token:
    MISSING = _MISSING
    __class_getitem__ = classmethod(GenericAlias)

    def __init__(self, context, var, old_value):
        self._context, self.var, self.old_value, self._used = context, var, old_value, False

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.var.reset(self)

    def __repr__(self):
        used = "used " if self._used else ""
        return f"<Token {used}var={self.var!r} at {id(self):#x}>"

class ContextVar:
    __class_getitem__ = classmethod(GenericAlias)

    def __init__(self, name, *, default=_MISSING):
        if not isinstance(name, str):
            raise TypeError("context variable name must be a str")
        self.name = name
        self._default = default

    def get(self, default=_MISSING, /):
        value = _current._values.get(self, _MISSING)
        for choice in (value, default, self._default):
            if choice is not _MISSING:
                return choice
        raise LookupError(self)

    def set(self, value, /):
        token = Token(_current, self, _current._values.get(self, _MISSING))
        _current._values[self] = value
        return token

    def reset(self, token, /):
        if token._used:
            raise RuntimeError(f"{token!r} has already been used once")
        if token.var is not self:
            raise ValueError(f"{token!r} was created by a different ContextVar")
        if token._context is not _current:
            raise ValueError(f"{token!r} was created in a different Context")
        token._used = True
        if token.old_value is _MISSING:
            _current._values.pop(self, None)
        else:
            _current._values[self] = token.old_value

    def __repr__(self):
        default = "" if self._default is _MISSING else f" default={self._default!r}"
        return f"<ContextVar name={self.name!r}{default} at {id(self):#x}>"

class Context:
    def __init__(self):
        self._values = {}
        self._entered = False

    def run(self, callable, /, *args, **kwargs):
        global _current
        if self._entered:
            raise RuntimeError(f"cannot enter context: {self!r} is already entered")
        previous, _current, self._entered = _current, self, True
        try:
            return callable(*args, **kwargs)
        finally:
            _current, self._entered = previous, False

    def copy(self):
        other = Context()
        other._values = dict(self._values)
        return other

    def __getitem__(self, var):
        return self._values[var]

    def __contains__(self, var):
        return var in self._values

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    def __eq__(self, other):
        return self._values == other._values if isinstance(other, Context) else NotImplemented

    def get(self, var, default=None, /):
        return self._values.get(var, default)

    def keys(self):
        return self._values.keys()

    def values(self):
        return self._values.values()

    def items(self):
        return self._values.items()

_current = Context()

def copy_context():
    return _current.copy()
`;
