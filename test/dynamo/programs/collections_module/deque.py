from collections import deque
d = deque([1, 2, 3], maxlen=4)
d.append(4); d.append(5); d.appendleft(0); print(d, d.maxlen, d[0], d[-1], len(d), 3 in d)
d.rotate(1); print(d); d.rotate(-2); print(d, d.pop(), d.popleft(), d.index(3), d.count(3)); d.extend([7, 8]); d.extendleft([9]); d.reverse(); print(list(d)); d.remove(7); d.clear(); print(d)
try:
    d.pop()
except IndexError as e:
    print(e)
