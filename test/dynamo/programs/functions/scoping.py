x = "global"


def outer():
    x = "outer"

    def inner():
        return x

    def glob():
        global x
        x = "changed"
        return x

    class C:
        x = "class"
        y = x

        def m(self):
            return x

    return inner(), glob(), C.y, C().m(), x


print(outer(), x)


def early():
    print(x)
    x = 1


try:
    early()
except UnboundLocalError as e:
    print(e)
