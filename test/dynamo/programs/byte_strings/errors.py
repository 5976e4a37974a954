for f in (lambda: b"a" + "b", lambda: bytes([256]), lambda: b"a"[5], lambda: "a" in b"a", lambda: bytes("x"), lambda: b"a".join(["x"]), lambda: bytes(-1)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
