class A:
    __match_args__ = ("x",)

    def __init__(self, x):
        self.x = x


match A(3):
    case A(0):
        print("zero")
    case A(x) if x > 2:
        print("big", x)
