/** `traceback.TracebackException`, written in Python. */

export const TRACEBACK_EXCEPTION = String.raw`
import sys
import _source
import traceback as _tb

_CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n"
_CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n\n"

class _Margin:
    """Where the text stands: how deep in exception groups, and whether a group's frame is to be closed."""
    def __init__(self):
        self.depth = 0
        self.need_close = False
    def indent(self):
        return " " * (2 * self.depth)
    def emit(self, text, char="|"):
        prefix = f"{self.indent()}{char} " if self.depth else ""
        for piece in [text] if isinstance(text, str) else text:
            if prefix:
                yield "".join(prefix + line for line in piece.splitlines(True))
            else:
                yield piece

class TracebackException:
    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True, capture_locals=False,
                 compact=False, max_group_width=15, max_group_depth=10, _seen=None):
        _seen = set() if _seen is None else _seen
        _seen.add(id(exc_value))
        options = dict(limit=limit, lookup_lines=lookup_lines, capture_locals=capture_locals,
                       max_group_width=max_group_width, max_group_depth=max_group_depth, _seen=_seen)
        self.max_group_width, self.max_group_depth = max_group_width, max_group_depth
        self.stack = _tb.StackSummary._from_positions(
            _tb._walk_positions(exc_traceback), limit, lookup_lines, capture_locals)
        self.exc_type = exc_type
        self._str = _tb._text_of(exc_value, "exception")
        try:
            self.__notes__ = getattr(exc_value, "__notes__", None)
        except Exception as e:
            self.__notes__ = [f"Ignored error getting __notes__: {_tb._text_of(e, '__notes__', repr)}"]
        self._is_syntax_error = bool(exc_type and issubclass(exc_type, SyntaxError))
        if self._is_syntax_error:
            self.filename = exc_value.filename
            self.lineno = None if exc_value.lineno is None else str(exc_value.lineno)
            self.end_lineno = None if exc_value.end_lineno is None else str(exc_value.end_lineno)
            self.text, self.offset, self.end_offset = exc_value.text, exc_value.offset, exc_value.end_offset
            self.msg = exc_value.msg
        elif exc_value is not None:
            self._str += _source.suggestion(exc_value)
        self.__suppress_context__ = exc_value.__suppress_context__ if exc_value is not None else False
        def other(e):
            if e is None or id(e) in _seen:
                return None
            return TracebackException(type(e), e, e.__traceback__, **options)
        cause = exc_value.__cause__ if exc_value is not None else None
        self.__cause__ = other(cause)
        hidden = compact and (self.__cause__ is not None or self.__suppress_context__)
        self.__context__ = None if exc_value is None or hidden else other(exc_value.__context__)
        self.exceptions = None
        if isinstance(exc_value, BaseExceptionGroup):
            self.exceptions = [
                TracebackException(type(e), e, e.__traceback__, **options) for e in exc_value.exceptions]

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    def __eq__(self, other):
        return self.__dict__ == other.__dict__ if isinstance(other, TracebackException) else NotImplemented
    __hash__ = None
    def __str__(self):
        return self._str

    def format_exception_only(self):
        if self.exc_type is None:
            yield _final_line(None, self._str)
            return
        name = self.exc_type.__qualname__
        module = self.exc_type.__module__
        if module not in ("__main__", "builtins"):
            name = f"{module if isinstance(module, str) else '<unknown>'}.{name}"
        if self._is_syntax_error:
            yield from self._format_syntax_error(name)
        else:
            yield _final_line(name, self._str)
        notes = self.__notes__
        if isinstance(notes, (list, tuple)):
            for note in notes:
                yield from [line + "\n" for line in _tb._text_of(note, "note").split("\n")]
        elif notes is not None:
            yield f"{_tb._text_of(notes, '__notes__', repr)}\n"

    def _format_syntax_error(self, name):
        suffix = ""
        if self.lineno is not None:
            yield f'  File "{self.filename or "<string>"}", line {self.lineno}\n'
        elif self.filename is not None:
            suffix = f" ({self.filename})"
        if self.text is not None:
            line = self.text.rstrip("\n")
            shown = line.lstrip(" \n\f")
            yield f"    {shown}\n"
            if self.offset is not None:
                end = self.end_offset or self.offset
                if end == self.offset or end == -1:
                    end = self.offset + 1
                start = self.offset - 1 - (len(line) - len(shown))
                if start >= 0:
                    space = "".join(c if c.isspace() else " " for c in shown[:start])
                    yield f"    {space}{'^' * (end - self.offset)}\n"
        yield f"{name}: {self.msg or '<no detail available>'}{suffix}\n"

    def format(self, *, chain=True, _ctx=None):
        margin = _Margin() if _ctx is None else _ctx
        linked, exc = [], self
        while exc is not None:
            message, before = None, None
            if chain:
                if exc.__cause__ is not None:
                    message, before = _CAUSE, exc.__cause__
                elif exc.__context__ is not None and not exc.__suppress_context__:
                    message, before = _CONTEXT, exc.__context__
            linked.append((message, exc))
            exc = before
        for message, exc in reversed(linked):
            if message is not None:
                yield from margin.emit(message)
            if exc.exceptions is None:
                if exc.stack:
                    yield from margin.emit("Traceback (most recent call last):\n")
                    yield from margin.emit(exc.stack.format())
                yield from margin.emit(exc.format_exception_only())
            elif margin.depth > self.max_group_depth:
                yield from margin.emit(f"... (max_group_depth is {self.max_group_depth})\n")
            else:
                yield from self._format_group(exc, margin, chain)

    def _format_group(self, exc, margin, chain):
        top = margin.depth == 0
        if top:
            margin.depth += 1
        if exc.stack:
            yield from margin.emit("Exception Group Traceback (most recent call last):\n", "+" if top else "|")
            yield from margin.emit(exc.stack.format())
        yield from margin.emit(exc.format_exception_only())
        total, width = len(exc.exceptions), self.max_group_width
        count = total if total <= width else width + 1
        margin.need_close = False
        for i in range(count):
            last = i == count - 1
            if last:
                margin.need_close = True
            cut = width is not None and i >= width
            title = "..." if cut else str(i + 1)
            yield f"{margin.indent()}{'+-' if i == 0 else '  '}+---------------- {title} ----------------\n"
            margin.depth += 1
            if cut:
                rest = total - width
                yield from margin.emit(f"and {rest} more exception{'s' if rest > 1 else ''}\n")
            else:
                yield from exc.exceptions[i].format(chain=chain, _ctx=margin)
            if last and margin.need_close:
                yield f"{margin.indent()}+------------------------------------\n"
                margin.need_close = False
            margin.depth -= 1
        if top:
            margin.depth = 0

    def print(self, *, file=None, chain=True):
        for line in self.format(chain=chain):
            print(line, file=sys.stderr if file is None else file, end="")

def _final_line(name, text):
    return f"{name}: {text}\n" if text else f"{name}\n"
`;
