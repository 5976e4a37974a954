print(2**10, 2**100, (-3) ** 3, 2**-2, 0**0, (-2) ** -3)
print(pow(3, 200, 13), pow(3, -1, 7), pow(2, 5, -7))
try:
    pow(2, -1, 4)
except ValueError as e:
    print(e)
