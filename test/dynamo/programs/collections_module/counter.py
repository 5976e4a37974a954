from collections import Counter
c = Counter("mississippi")
print(c, c["i"], c["z"], c.most_common(2), sorted(c.elements())[:4], c + Counter("ss"), c - Counter("iiii"), c & Counter("sp"), c.total())
c.update("zz"); c.subtract("m"); print(c, +c)
