for f in (lambda: 1j < 2j, lambda: 1j // 2, lambda: 1j / 0, lambda: int(1j), lambda: complex("x"), lambda: complex("1", 2)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
