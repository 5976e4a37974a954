x = "module"


class A:
    x = "class"
    copy = x
    lst = [x for _ in range(1)]
    first = [i for i in copy]

    def f(self):
        return x


print(A.copy, A.lst, A.first, A().f())


class B:
    for i in range(3):
        locals()[f"v{i}"] = i
    if i == 2:
        def extra(self):
            return "extra"


print(B.v0, B.v2, B.i, B().extra())
