def echo():
    received = []
    while True:
        x = yield received
        if x is None:
            return received
        received.append(x)


g = echo()
print(next(g), g.send(1), g.send(2))
try:
    g.send(None)
except StopIteration as e:
    print(e.value)
try:
    echo().send(5)
except TypeError as e:
    print(e)
