from collections.abc import Iterable, Mapping, MutableMapping, Sequence, Hashable, Callable, Sized
class M(MutableMapping):
    def __init__(self): self.d = {}
    def __getitem__(self, k): return self.d[k]
    def __setitem__(self, k, v): self.d[k] = v
    def __delitem__(self, k): del self.d[k]
    def __iter__(self): return iter(self.d)
    def __len__(self): return len(self.d)
m = M(); m["a"] = 1; m.update(b=2)
print(dict(m), m.get("z"), m.pop("a"), m.setdefault("c", 3), list(m.items()), "b" in m, m == {"b": 2, "c": 3})
print([isinstance(x, t) for x, t in (([], Sequence), ({}, Mapping), (1, Hashable), ([], Hashable), (len, Callable), ("", Iterable), (5, Sized))])
