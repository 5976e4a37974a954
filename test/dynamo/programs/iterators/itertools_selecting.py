from itertools import compress, dropwhile, filterfalse, groupby, pairwise, starmap, tee, zip_longest

print([(k, list(g)) for k, g in groupby("aabccc")], [(k, len(list(g))) for k, g in groupby([1, 3, 2, 4], key=lambda x: x % 2)], list(compress("abcd", [1, 0, 1, 0])), list(dropwhile(lambda x: x < 2, [1, 2, 1])), list(filterfalse(None, [0, 1])), list(pairwise([1, 2, 3])), list(starmap(pow, [(2, 3), (3, 2)])), list(zip_longest([1], "ab", fillvalue="-")))
a, b = tee(iter([1, 2, 3]))
print(next(a), list(b), list(a))
