class A:
    def __init__(self):
        object.__setattr__(self, "log", [])

    def __getattr__(self, name):
        if name.startswith("dyn_"):
            return name[4:]
        raise AttributeError(name)

    def __setattr__(self, name, value):
        self.log.append((name, value))
        super().__setattr__(name, value)

    def __delattr__(self, name):
        self.log.append(("del", name))
        super().__delattr__(name)


a = A()
a.x = 1
del a.x
print(a.dyn_hello, a.log, hasattr(a, "y"), getattr(a, "y", 7))


class B:
    def __getattribute__(self, name):
        return "all:" + name if not name.startswith("__") else object.__getattribute__(self, name)


print(B().anything, B().__class__.__name__)
