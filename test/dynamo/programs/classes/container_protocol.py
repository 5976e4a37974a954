class S:
    def __init__(self):
        self.d = {}

    def __getitem__(self, k):
        return self.d[k]

    def __setitem__(self, k, v):
        self.d[k] = v

    def __delitem__(self, k):
        del self.d[k]

    def __contains__(self, k):
        return k in self.d

    def __len__(self):
        return len(self.d)

    def __reversed__(self):
        return "reversed!"


s = S()
s["a"] = 1
s[1, 2] = "t"
print(s["a"], s[1, 2], "a" in s, len(s), bool(s), reversed(s))
del s["a"]
print("a" in s, s.d)
