print(1 << 70, (1 << 70) >> 68, -1 >> 100, -5 >> 1, -5 << 3, 0 << 1000)
try:
    1 << -1
except ValueError as e:
    print(e)
