def a():
    x = 1

    def b():
        nonlocal x
        x += 1

        def c():
            nonlocal x
            x *= 10
            return x

        return c()

    return b(), x


print(a())
