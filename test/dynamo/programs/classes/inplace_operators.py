class A:
    def __init__(self):
        self.log = []

    def __iadd__(self, o):
        self.log.append(o)
        return self

    def __isub__(self, o):
        return NotImplemented

    def __sub__(self, o):
        return "sub"

    def __imatmul__(self, o):
        return ("imatmul", o)

    def __ior__(self, o):
        return "ior"


a = A()
c = a
a += 1
a += 2
print(a is c, a.log)
a -= 1
print(a)
a = A()
a @= 3
print(a)
a = A()
a |= 1
print(a)
