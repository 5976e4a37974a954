from collections import OrderedDict
d = OrderedDict(a=1, b=2, c=3)
d.move_to_end("a"); print(list(d)); d.move_to_end("c", last=False); print(list(d), d.popitem(), d.popitem(last=False))
print(OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == {"b": 2, "a": 1}, list(reversed(d)))
