class A:
    def who(self):
        return "A"

    def call(self):
        return self.who()


class B(A):
    def who(self):
        return "B" + super().who()


class C(B):
    pass


print(C().call(), C.__bases__, C.__mro__, issubclass(C, A), B.who(C()), C.__base__.__name__, A.__subclasses__())
