class Outer:
    class Inner:
        v = 1

        def f(self):
            return Outer.Inner.v

    def make(self):
        class Local:
            pass

        return Local


print(Outer.Inner().f(), Outer.Inner.__qualname__, Outer().make().__qualname__, Outer.make.__qualname__, Outer.Inner)
