# Bounds, defaults, aliases and generic signatures are scopes of their own: nothing can be bound or awaited there.
SOURCES = [
    "type A = (x := 1)",
    "type A = [(x := 3) for _ in range(2)]",
    "def f[T: (x := 1)](): pass",
    "def f[T: (yield)](): pass",
    "def f[T: [(x := 3) for _ in range(2)]](): pass",
    "async def f[T: (await 1)](): pass",
    "def f[T](x: (yield)): pass",
    "def f[T](x: (y := 1)): pass",
    "def f[T]() -> (yield): pass",
    "def f[T](x: [(x := 3) for _ in range(2)]): pass",
    "class A[T]((x := 1)): pass",
    "class A[T]((yield)): pass",
    "class A[T]([(x := 3) for _ in range(2)]): pass",
    "def f[T](x=(y := 1)): pass",
    "def f[T: lambda: (yield)](): pass",
]
for source in SOURCES:
    try:
        compile(source, "f", "exec")
        print(source, "compiles")
    except SyntaxError as error:
        print(source, "|", error.msg, error.offset)
