from functools import reduce, update_wrapper, wraps, cmp_to_key, partialmethod
def deco(f):
    @wraps(f)
    def g(*a): return f(*a)
    return g
@deco
def named(): "doc"
print(named.__name__, named.__doc__, named.__wrapped__.__name__, reduce(max, [3, 9, 2]), sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))
class C:
    def m(self, a, b): return a, b
    p = partialmethod(m, 1)
print(C().p(2))
