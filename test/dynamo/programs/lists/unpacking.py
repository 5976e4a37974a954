a, *b, c = range(5)
print(a, b, c)
(x, y), [z, *w] = (1, 2), "abc"
print(x, y, z, w)
*a, = "hi"; print(a)
a, b = b, a; print(a, b)
for i, (j, k) in enumerate([(1, 2), (3, 4)]):
    print(i, j, k)
for bad in ([1], [1, 2, 3]):
    try:
        p, q = bad
    except ValueError as e:
        print(e)
try:
    p, *q, r = [1]
except ValueError as e:
    print(e)
try:
    p, q = 5
except TypeError as e:
    print(e)
