/** `contextvars`, written in Python. */

export const CONTEXTVARS = String.raw`
_MISSING = object()

class Token:
    MISSING = _MISSING
    def __init__(self, var, old_value):
        self.var = var
        self.old_value = old_value

class ContextVar:
    def __init__(self, name, *, default=_MISSING):
        self.name = name
        self._default = default
        self._value = _MISSING
    def __class_getitem__(cls, item):
        return cls
    def get(self, default=_MISSING):
        if self._value is not _MISSING:
            return self._value
        if default is not _MISSING:
            return default
        if self._default is not _MISSING:
            return self._default
        raise LookupError(self)
    def set(self, value):
        token = Token(self, self._value)
        self._value = value
        return token
    def reset(self, token):
        if token.var is not self:
            raise ValueError(f"{token!r} was created by a different ContextVar")
        self._value = token.old_value
    def __repr__(self):
        return f"<ContextVar name={self.name!r} at {id(self):#x}>"

class Context:
    def run(self, callable, /, *args, **kwargs):
        return callable(*args, **kwargs)
    def copy(self):
        return Context()

def copy_context():
    return Context()
`;
