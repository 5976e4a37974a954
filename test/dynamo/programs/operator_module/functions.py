import operator as op
print(op.add(1, 2), op.itemgetter(1)([1, 2]), op.itemgetter("a", "b")({"a": 1, "b": 2}), op.attrgetter("real")(3), op.methodcaller("upper")("x"), op.mul(3, 4), op.truth([]), op.contains([1], 1), op.index(5), op.not_(1), op.is_(None, None), op.concat("a", "b"), op.countOf([1, 1], 1), op.matmul.__name__)
print(sorted([("b", 2), ("a", 3)], key=op.itemgetter(1)), list(map(op.neg, [1, -2])), op.setitem({}, 1, 2))
