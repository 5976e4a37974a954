class Name(str):
    def upper(self):
        return "custom " + super().upper()

    def __getitem__(self, i):
        return "?" if i == 0 else super().__getitem__(i)


n = Name("abc")
print(n, n.upper(), n[0], n[1], n + "d", type(n + "d"), n == "abc", {n: 1}["abc"], len(n), isinstance(n, str), type(str(n)))
