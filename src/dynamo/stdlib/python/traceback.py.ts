/** `traceback`, written in Python. */

export const TRACEBACK = String.raw`
import sys
import linecache

class FrameSummary:
    def __init__(self, filename, lineno, name, line=None):
        self.filename, self.lineno, self.name = filename, lineno, name
        self.line = line if line is not None else linecache.getline(filename, lineno).strip()
    def __iter__(self):
        return iter((self.filename, self.lineno, self.name, self.line))
    def __getitem__(self, i):
        return (self.filename, self.lineno, self.name, self.line)[i]
    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"

def extract_tb(tb, limit=None):
    found = []
    while tb is not None:
        code = tb.tb_frame.f_code
        found.append(FrameSummary(code.co_filename, tb.tb_lineno, code.co_name))
        tb = tb.tb_next
    return found[:limit] if limit is not None and limit >= 0 else found

def extract_stack(f=None, limit=None):
    f = f or sys._getframe(1)
    found = []
    while f is not None:
        found.append(FrameSummary(f.f_code.co_filename, f.f_lineno, f.f_code.co_name))
        f = f.f_back
    found.reverse()
    return found

def format_list(extracted_list):
    return [f'  File "{e[0]}", line {e[1]}, in {e[2]}\n' + (f"    {e[3]}\n" if e[3] else "") for e in extracted_list]

def format_tb(tb, limit=None):
    return format_list(extract_tb(tb, limit))

def format_stack(f=None, limit=None):
    return format_list(extract_stack(f or sys._getframe(1), limit))

def format_exception_only(exc, value=None, **kwargs):
    value = exc if value is None and isinstance(exc, BaseException) else value
    if value is None:
        return ["NoneType: None\n"]
    kind = type(value)
    name = kind.__qualname__ if kind.__module__ in ("builtins", "__main__") else f"{kind.__module__}.{kind.__qualname__}"
    text = str(value)
    lines = [f"{name}: {text}\n" if text else f"{name}\n"]
    return lines + [f"{note}\n" for note in getattr(value, "__notes__", ())]

def format_exception(exc, value=None, tb=None, limit=None, chain=True, **kwargs):
    if isinstance(exc, BaseException):
        value, tb = exc, exc.__traceback__ if tb is None else tb
    lines = []
    if value is not None and chain:
        if value.__cause__ is not None:
            lines += format_exception(value.__cause__)
            lines.append("\nThe above exception was the direct cause of the following exception:\n\n")
        elif value.__context__ is not None and not value.__suppress_context__:
            lines += format_exception(value.__context__)
            lines.append("\nDuring handling of the above exception, another exception occurred:\n\n")
    if tb is not None:
        lines.append("Traceback (most recent call last):\n")
        lines += format_tb(tb, limit)
    return lines + format_exception_only(value)

def format_exc(limit=None, chain=True):
    return "".join(format_exception(sys.exception(), limit=limit, chain=chain))

def print_exception(exc, value=None, tb=None, limit=None, file=None, chain=True):
    print("".join(format_exception(exc, value, tb, limit, chain)), file=file or sys.stderr, end="")

def clear_frames(tb):
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            pass
        tb = tb.tb_next

def print_exc(limit=None, file=None, chain=True):
    print(format_exc(limit, chain), file=file or sys.stderr, end="")

def print_stack(f=None, limit=None, file=None):
    print("".join(format_stack(f or sys._getframe(1), limit)), file=file or sys.stderr, end="")

def print_tb(tb, limit=None, file=None):
    print("".join(format_tb(tb, limit)), file=file or sys.stderr, end="")
`;
