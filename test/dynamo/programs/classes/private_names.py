class A:
    __secret = 1

    def __init__(self):
        self.__x = 2

    def get(self):
        return self.__x + self.__secret + A.__secret

    def __private(self):
        return "p"

    def call(self):
        return self.__private()


a = A()
print(a.get(), a._A__x, A._A__secret, a.call(), sorted(k for k in vars(A) if "secret" in k or "private" in k), hasattr(a, "__x"))
