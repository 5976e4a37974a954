from functools import singledispatch, singledispatchmethod
@singledispatch
def show(x): return "object"
@show.register
def _(x: int): return "int"
@show.register(list)
def _(x): return "list " + show(x[0])
class C:
    @singledispatchmethod
    def m(self, x): return "base"
    @m.register
    def _(self, x: str): return "str"
print(show(1), show("s"), show([1]), show(True), show.dispatch(bool) is show.dispatch(int), C().m(1), C().m("s"))
