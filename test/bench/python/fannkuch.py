"""Small integers and list slices: the most flips over all permutations."""

import time


def fannkuch(n):
    perm = list(range(n))
    count = [0] * n
    best = checksum = 0
    sign = 1
    r = n
    while True:
        if perm[0]:
            flipped = perm[:]
            flips = 0
            k = flipped[0]
            while k:
                flipped[: k + 1] = flipped[k::-1]
                flips += 1
                k = flipped[0]
            best = max(best, flips)
            checksum += sign * flips
        if sign == 1:
            perm[0], perm[1] = perm[1], perm[0]
            sign = -1
            continue
        perm[1], perm[2] = perm[2], perm[1]
        sign = 1
        for r in range(2, n):
            if count[r] != r:
                count[r] += 1
                break
            count[r] = 0
            if r == n - 1:
                return checksum, best
            first = perm[0]
            perm[: r + 1] = perm[1 : r + 2]
            perm[r + 1] = first


start = time.perf_counter()
result = fannkuch(9)
seconds = time.perf_counter() - start
print(result)
print(f"seconds {seconds:.6f}")
