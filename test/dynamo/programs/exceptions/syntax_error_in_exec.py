for src in ("x = ", "def f(:\n pass", "return 5", "break", "1 +* 2", "f(a=1, a=2)", "x = 'abc"):
    try:
        exec(src)
    except SyntaxError as e:
        print(type(e).__name__)
