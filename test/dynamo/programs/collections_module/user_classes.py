from collections import UserDict, UserList, UserString
class D(UserDict):
    def __setitem__(self, k, v):
        super().__setitem__(k.upper(), v)
d = D(a=1); d["b"] = 2
print(d, d.data, len(d), "A" in d, UserList([3, 1]) + [2], sorted(UserList([3, 1])), UserString("abc").upper(), UserString("x") == "x")
