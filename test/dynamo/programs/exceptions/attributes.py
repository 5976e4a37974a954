for f in (lambda: undefined_name, lambda: (5).nope, lambda: __import__("no_such_module"), lambda: {}["k"], lambda: next(iter([])), lambda: [].nope):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e, getattr(e, "name", "-"))
e = OSError(2, "No such file", "f.txt")
print(e.errno, e.strerror, e.filename, e, type(e).__name__)
print(StopIteration(5).value, SystemExit(3).code, UnicodeDecodeError("utf-8", b"x", 0, 1, "bad"))
