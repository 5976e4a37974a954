a = [3, 1, 2]
a.append(5); a.extend((7, 8)); a.insert(0, 9); a.insert(-1, 6); a.insert(100, 0)
print(a, a.pop(), a.pop(0), a.index(5), a.count(1), len(a))
a.remove(1); a.reverse(); print(a); a.sort(); print(a, a.copy() is a); a.clear(); print(a)
