d = {1: 1, 2: 2}
try:
    for k in d:
        d[k + 10] = 0
except RuntimeError as e:
    print(e)
try:
    for k in {1: 1, 2: 2}.copy() if 0 else d:
        del d[k]
except RuntimeError as e:
    print(e)
