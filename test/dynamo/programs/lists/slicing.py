a = list(range(10))
print(a[2:5], a[::-1], a[::3], a[-3:], a[8:2:-2], a[:], a[20:], a[-100:3])
a[2:5] = "xy"; print(a)
a[::2] = [0] * len(a[::2]); print(a)
a[1:1] = [100, 200]; print(a)
del a[1:3]; print(a)
del a[::2]; print(a)
try:
    a[::2] = [1]
except ValueError as e:
    print(e)
