out = []
for i in range(4):
    for j in range(4):
        if j == 2:
            continue
        if i == 3:
            break
        out.append((i, j))
    else:
        out.append("done")
print(out, i, j)
