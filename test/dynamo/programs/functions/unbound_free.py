def f():
    def g():
        return v

    try:
        g()
    except NameError as e:
        print(e)
    v = 1
    return g()


print(f())
