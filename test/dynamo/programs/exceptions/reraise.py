def f():
    try:
        raise ValueError("first")
    except ValueError:
        print("log")
        raise


try:
    f()
except ValueError as e:
    print("again", e)
try:
    raise
except RuntimeError as e:
    print(e)
