from collections import ChainMap
m = ChainMap({"a": 1}, {"a": 2, "b": 3})
m["c"] = 4
print(m["a"], m["b"], sorted(m), m.maps, m.new_child({"a": 9})["a"], m.parents["a"], len(m), "b" in m)
