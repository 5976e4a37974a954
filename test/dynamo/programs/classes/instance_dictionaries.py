"""An instance's dictionary is the instance's storage, whichever way it is changed."""


class Config:
    def __init__(self, *args, **kwargs):
        self.__dict__.update(*args, **kwargs)


c = Config({"width": 3, 4: "four"})
print(c.width, c.__dict__)
empty = Config()
empty.__dict__.update({"a": 1})
print(empty.a, vars(empty) is empty.__dict__)
vars(empty).update(b=2)
empty.__dict__ |= {"c": 3}
print(empty.a, empty.b, empty.c, sorted(vars(empty)))
empty.__dict__.clear()
print(hasattr(empty, "a"), empty.__dict__)
empty.__dict__.setdefault("d", 4)
empty.__dict__.update([("e", 5)])
print(empty.d, empty.e, empty.__dict__.pop("e"), hasattr(empty, "e"))
fresh = {"x": 1}
empty.__dict__ = fresh
fresh["y"] = 2
print(empty.x, empty.y, empty.__dict__ is fresh)


class AttrDict(dict):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.__dict__ = self


d = AttrDict(lr=0.1, steps=5)
d.name = "run"
print(d["name"], d.lr, sorted(d), d == {"lr": 0.1, "steps": 5, "name": "run"})
d.update(lr=0.2)
del d.steps
print(d.lr, dict(d))


class Borg:
    _shared = {}

    def __init__(self, **kwargs):
        self.__dict__ = self._shared
        self._shared.update(kwargs)


a, b = Borg(x=1), Borg(y=2)
print(a.y, b.x, a.__dict__ is b.__dict__)
