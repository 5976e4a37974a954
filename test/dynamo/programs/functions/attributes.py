def f(a: int, *, b: "str" = "x") -> float:
    """Doc."""
    local = 1
    return local


f.tag = 1
print(f.__name__, f.__qualname__, f.__doc__, f.__annotations__, f.__module__, f.tag, f.__dict__, f.__code__.co_varnames, f.__code__.co_argcount, f.__kwdefaults__, callable(f))
f.__name__ = "g"; f.__doc__ = None; f.__defaults__ = (9,)
print(f.__name__, f.__doc__, f())
