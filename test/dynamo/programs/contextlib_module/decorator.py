from contextlib import ContextDecorator, contextmanager
class T(ContextDecorator):
    def __enter__(self): print("start"); return self
    def __exit__(self, *a): print("stop")
@T()
def f(x): return x * 2
print(f(2))
@contextmanager
def bad():
    if False: yield
try:
    with bad(): pass
except RuntimeError as e: print(e)
