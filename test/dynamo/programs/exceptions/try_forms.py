def f(x):
    try:
        if x == 0:
            raise ValueError("v")
        if x == 1:
            raise KeyError("k")
        if x == 2:
            return "returned"
    except ValueError as e:
        return f"value {e}"
    except (KeyError, IndexError) as e:
        return f"key {e} {e.args}"
    else:
        return "else"
    finally:
        print("finally", x)


print([f(i) for i in range(4)])
