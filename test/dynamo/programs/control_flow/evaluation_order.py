def p(x):
    print(x, end=" ")
    return x


d = {}
d[p("k")] = p("v")
p("a") + p("b") * len(p("c")) if p("") else p("else")
(lambda *a, **k: None)(p(1), *[p(2)], k=p(3), **{"z": p(4)})
{p("k1"): p("v1"), p("k2"): p("v2")}
[p(1), p(2)][p(0)]
x = y = p("chain")
print(x, y)
