a = [1, 2, 3, 4]
for x in a:
    if x < 3:
        a.append(x + 10)
print(a)
a = [1, 2, 3, 4, 5]
for x in a:
    a.remove(x)
print(a)
