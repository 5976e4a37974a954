s = set()
s.add(1); s.add(1); s.update([2, 3], {4}); s.discard(9); s.remove(2)
print(s, len(s), 3 in s)
s |= {7}; s &= {1, 7, 8}; s -= {1}; s ^= {7, 9}; print(s)
for f in (lambda: s.remove(1), lambda: set().pop(), lambda: s.add([])):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
print(set(), {*"a"}, s.pop(), s.clear(), s)
