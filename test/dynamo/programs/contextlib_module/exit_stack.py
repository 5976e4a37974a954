from contextlib import ExitStack, closing, nullcontext, redirect_stdout, suppress
import io
class C:
    def __init__(self, n): self.n = n
    def __enter__(self): print("in", self.n); return self.n
    def __exit__(self, *a): print("out", self.n)
    def close(self): print("close", self.n)
with ExitStack() as s:
    print([s.enter_context(C(i)) for i in range(2)]); s.callback(print, "callback")
with closing(C(9)), nullcontext(5) as n: print(n)
with suppress(KeyError): {}["k"]
buffer = io.StringIO()
with redirect_stdout(buffer): print("hidden")
print(repr(buffer.getvalue()))
