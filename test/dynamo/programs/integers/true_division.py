print(7 / 2, -1 / 3, 10**400 // 10**399, 10**30 / 10**28, (2**60 + 1) / 2)
try:
    print(10**400 / 3)
except OverflowError as e:
    print(type(e).__name__, e)
