x = 1
del x
try:
    x
except NameError as e:
    print(e)
d = {"a": 1, "b": [1, 2, 3]}
del d["a"], d["b"][1:]
print(d)


def f():
    y = 1
    del y
    return y


try:
    f()
except UnboundLocalError as e:
    print(e)
