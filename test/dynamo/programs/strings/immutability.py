s = "abc"
try:
    s.__setitem__(0, "x")
except AttributeError as e:
    print(e)
try:
    s[0] = "x"
except TypeError as e:
    print(e)
try:
    s["a"]
except TypeError as e:
    print(e)
try:
    s[10]
except IndexError as e:
    print(e)
