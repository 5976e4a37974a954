def find(n, items):
    i = 0
    while i < len(items):
        if items[i] == n:
            break
        i += 1
    else:
        return "missing"
    return i


print(find(3, [1, 2, 3]), find(9, [1]))
for i in range(3):
    if i == 5:
        break
else:
    print("no break")
for i in []:
    pass
else:
    print("empty")
