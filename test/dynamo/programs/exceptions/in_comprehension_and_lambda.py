def fail(x):
    if x == 2:
        raise ValueError(x)
    return x


try:
    [fail(i) for i in range(4)]
except ValueError as e:
    print("list", e)
try:
    list(map(fail, range(4)))
except ValueError as e:
    print("map", e)
try:
    sorted([3, 2, 1], key=fail)
except ValueError as e:
    print("key", e)
