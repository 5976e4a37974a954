a = [1]; b = a; c = [1]
print(a is b, a is c, a == c, None is None, () is (), id(a) == id(b), "a" is not None, True is True, [] is [])
