def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


print(bin(5), oct(8), hex(255), chr(97), ord("a"), abs(-3), divmod(7, 3), pow(2, 5), pow(2, 5, 7), round(2.567, 2), ascii("é"), repr("a"), format(3.14159, ".2f"), callable(len), hash("a") == hash("a"))
attempt(lambda: chr(-1)); attempt(lambda: ord("ab")); attempt(lambda: abs("x")); attempt(lambda: round("x")); attempt(lambda: int([])); attempt(lambda: float([])); attempt(lambda: len(5))
