class D:
    def __set_name__(self, owner, name):
        self.name = name
        print("set_name", owner.__name__, name)

    def __get__(self, obj, owner=None):
        return self if obj is None else obj.__dict__.get(self.name, "unset")

    def __set__(self, obj, value):
        obj.__dict__[self.name] = value * 2


class NonData:
    def __get__(self, obj, owner):
        return "nondata"


class A:
    x = D()
    y = NonData()


a = A()
print(a.x, a.y, A.x.name)
a.x = 4
a.y = "instance"
a.__dict__["x"] = 100
print(a.x, a.y, A.y)
