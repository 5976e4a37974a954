/** `traceback`, written in Python: frames as summaries, and the functions; the exceptions' text is `traceback_exception.py.ts`. */

export const TRACEBACK = String.raw`
import sys
import linecache
import _source

__all__ = ["extract_stack", "extract_tb", "format_exception", "format_exception_only", "format_list", "format_stack",
    "format_tb", "print_exc", "format_exc", "print_exception", "print_last", "print_stack", "print_tb", "clear_frames",
    "FrameSummary", "StackSummary", "TracebackException", "walk_stack", "walk_tb", "print_list"]

class FrameSummary:
    __slots__ = ("filename", "lineno", "end_lineno", "colno", "end_colno", "name", "_line", "locals")

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None,
                 end_lineno=None, colno=None, end_colno=None):
        self.filename, self.lineno, self.name = filename, lineno, name
        self.end_lineno, self.colno, self.end_colno = end_lineno, colno, end_colno
        self._line = line
        if lookup_line:
            self.line
        self.locals = {k: _text_of(v, "local", repr) for k, v in locals.items()} if locals else None

    def _fields(self):
        return self.filename, self.lineno, self.name, self.line
    def __iter__(self):
        return iter(self._fields())
    def __getitem__(self, i):
        return self._fields()[i]
    def __len__(self):
        return 4
    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return (self.filename, self.lineno, self.name, self.locals) == (
                other.filename, other.lineno, other.name, other.locals)
        return self._fields() == other if isinstance(other, tuple) else NotImplemented
    __hash__ = None
    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"

    @property
    def _original_line(self):
        self.line
        return self._line
    @property
    def line(self):
        if self._line is None:
            if self.lineno is None:
                return None
            self._line = linecache.getline(self.filename, self.lineno)
        return self._line.strip()

def _text_of(value, what, how=str):
    try:
        return how(value)
    except:
        return f"<{what} {how.__name__}() failed>"

def walk_stack(f):
    f = sys._getframe(1).f_back if f is None else f
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back

def walk_tb(tb):
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next

def _walk_positions(tb):
    while tb is not None:
        positions = _source.position(tb)
        yield tb.tb_frame, (positions if positions[0] is not None else (tb.tb_lineno, None, None, None))
        tb = tb.tb_next

_REPEATS_SHOWN = 3

class StackSummary(list):
    @classmethod
    def extract(cls, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        located = ((f, (lineno, None, None, None)) for f, lineno in frame_gen)
        return cls._from_positions(located, limit, lookup_lines, capture_locals)

    @classmethod
    def _from_positions(cls, frames, limit=None, lookup_lines=True, capture_locals=False):
        if limit is None:
            limit = getattr(sys, "tracebacklimit", None)
            if limit is not None and limit < 0:
                limit = 0
        frames = list(frames)
        if limit is not None:
            frames = frames[:limit] if limit >= 0 else frames[limit:]
        result = cls()
        for f, (lineno, end_lineno, colno, end_colno) in frames:
            result.append(FrameSummary(
                f.f_code.co_filename, lineno, f.f_code.co_name, lookup_line=lookup_lines,
                locals=f.f_locals if capture_locals else None,
                end_lineno=end_lineno, colno=colno, end_colno=end_colno))
        return result

    @classmethod
    def from_list(cls, a_list):
        result = cls()
        for entry in a_list:
            if not isinstance(entry, FrameSummary):
                filename, lineno, name, line = entry
                entry = FrameSummary(filename, lineno, name, line=line)
            result.append(entry)
        return result

    def format_frame_summary(self, frame_summary):
        s = frame_summary
        filename = "<stdin>" if s.filename.startswith("<stdin>-") else s.filename
        row = f'  File "{filename}", line {s.lineno}, in {s.name}\n'
        if s.line:
            row += f"    {s.line.strip()}\n"
            if s.colno is not None and s.end_colno is not None:
                marks = _source.carets(s._original_line, s.lineno, s.end_lineno, s.colno, s.end_colno)
                if marks is not None:
                    row += f"    {marks}\n"
        for name, value in sorted((s.locals or {}).items()):
            row += f"    {name} = {value}\n"
        return row

    def format(self):
        rows, last, count = [], None, 0
        def finish():
            more = count - _REPEATS_SHOWN
            if more > 0:
                rows.append(f"  [Previous line repeated {more} more time{'s' if more > 1 else ''}]\n")
        for summary in self:
            row = self.format_frame_summary(summary)
            if row is None:
                continue
            place = summary.filename, summary.lineno, summary.name
            if place != last or place[0] is None or place[1] is None or place[2] is None:
                finish()
                last, count = place, 0
            count += 1
            if count <= _REPEATS_SHOWN:
                rows.append(row)
        finish()
        return rows

def extract_tb(tb, limit=None):
    return StackSummary._from_positions(_walk_positions(tb), limit)

def extract_stack(f=None, limit=None):
    stack = StackSummary.extract(walk_stack(sys._getframe().f_back if f is None else f), limit=limit)
    stack.reverse()
    return stack

def format_list(extracted_list):
    return StackSummary.from_list(extracted_list).format()

def format_tb(tb, limit=None):
    return extract_tb(tb, limit).format()

def format_stack(f=None, limit=None):
    return format_list(extract_stack(sys._getframe().f_back if f is None else f, limit))

_MISSING = type("_Sentinel", (), {"__repr__": lambda self: "<implicit>"})()

def _value_and_traceback(exc, value, tb):
    if (value is _MISSING) != (tb is _MISSING):
        raise ValueError("Both or neither of value and tb must be given")
    if value is tb is _MISSING:
        if exc is None:
            return None, None
        if isinstance(exc, BaseException):
            return exc, exc.__traceback__
        raise TypeError(f"Exception expected for value, {type(exc).__name__} found")
    return value, tb

def format_exception_only(exc, /, value=_MISSING):
    if value is _MISSING:
        value = exc
    return list(TracebackException(type(value), value, None, compact=True).format_exception_only())

def format_exception(exc, /, value=_MISSING, tb=_MISSING, limit=None, chain=True):
    value, tb = _value_and_traceback(exc, value, tb)
    return list(TracebackException(type(value), value, tb, limit=limit, compact=True).format(chain=chain))

def print_exception(exc, /, value=_MISSING, tb=_MISSING, limit=None, file=None, chain=True):
    value, tb = _value_and_traceback(exc, value, tb)
    TracebackException(type(value), value, tb, limit=limit, compact=True).print(file=file, chain=chain)

def format_exc(limit=None, chain=True):
    return "".join(format_exception(*sys.exc_info(), limit=limit, chain=chain))

def print_exc(limit=None, file=None, chain=True):
    print_exception(*sys.exc_info(), limit=limit, file=file, chain=chain)

def print_last(limit=None, file=None, chain=True):
    if not hasattr(sys, "last_type"):
        raise ValueError("no last exception")
    print_exception(sys.last_type, sys.last_value, sys.last_traceback, limit, file, chain)

def print_list(extracted_list, file=None):
    for item in format_list(extracted_list):
        print(item, file=file or sys.stderr, end="")

def print_tb(tb, limit=None, file=None):
    print_list(extract_tb(tb, limit), file)

def print_stack(f=None, limit=None, file=None):
    print_list(extract_stack(sys._getframe().f_back if f is None else f, limit), file)

def clear_frames(tb):
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            pass
        tb = tb.tb_next

from _traceback_exception import TracebackException
`;
