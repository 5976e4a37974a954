class AppError(Exception):
    def __init__(self, code, *, detail=""):
        super().__init__(f"code {code}")
        self.code = code
        self.detail = detail


class Sub(AppError): ...


try:
    raise Sub(5, detail="d")
except AppError as e:
    print(e, repr(e), e.code, e.detail, e.args, type(e).__mro__[1].__name__)
print(str(Exception()), repr(Exception("a", 1)), str(Exception("a", 1)), Exception("x") == Exception("x"), str(KeyError("k")), str(KeyError("a", "b")))
