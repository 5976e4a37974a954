def f(n):
    for i in range(3):
        try:
            if n == 0:
                return "return"
            if n == 1:
                break
            if n == 2:
                continue
        finally:
            print("finally", i)
    return "end"


print(f(0), f(1), f(2))


def g():
    try:
        return "try"
    finally:
        return "finally"


print(g())
