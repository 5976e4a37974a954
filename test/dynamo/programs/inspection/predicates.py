import inspect
class C:
    "doc here"
    def m(self): ...
print(inspect.isclass(C), inspect.isfunction(C.m), inspect.ismethod(C().m), inspect.isbuiltin(len), inspect.getdoc(C), inspect.ismodule(inspect), [n for n, _ in inspect.getmembers(C, inspect.isfunction)], inspect.getmro(C)[1])
