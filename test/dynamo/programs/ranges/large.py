r = range(10**20, 10**20 + 10, 3)
print(r, len(r), r[1], list(r), 10**20 + 3 in r, range(-(10**30), 10**30)[5], r == range(10**20, 10**20 + 11, 3))
try:
    len(range(10**30))
except OverflowError as e:
    print(e)
