import os, inspect, functools
import os.path as osp
from os.path import join, dirname
print(join("a","b","/c","d"), osp.basename("/x/y.py"), osp.splitext("a.tar.gz"), osp.normpath("a/../b//c/."), osp.split("/a/b"), osp.isabs("/x"), osp.commonprefix(["abc","abd"]), osp.relpath("/a/b","/a/c"), os.sep, osp.dirname("/a/b/"), osp.commonpath(["/a/b","/a/c"]), osp.splitext(".bashrc"))
print(os.environ.get("NOPE_X"), os.getenv("NOPE", "d"), osp.exists("/definitely/not"))
def f(a, /, b: int, *args, c=3, **kw) -> str: ...
sig = inspect.signature(f); print(sig, list(sig.parameters), sig.parameters["b"].annotation, sig.parameters["c"].default, sig.parameters["args"].kind, sig.return_annotation)
class C:
    def __init__(self, x, y=2): pass
    def m(self, z): pass
    @classmethod
    def cm(cls, q): pass
    @staticmethod
    def sm(r=1): pass
print(inspect.signature(C), inspect.signature(C.m), inspect.signature(C(1).m), inspect.signature(C.cm), inspect.signature(C.sm), inspect.signature(functools.partial(f, 1, c=4)), inspect.signature(lambda x, *y: 0))
b = sig.bind(1, 2, 3, d=4); print(b.arguments, b.args, b.kwargs); 
try: sig.bind()
except TypeError as e: print(e)
print(inspect.isclass(C), inspect.isfunction(f), inspect.ismethod(C(1).m), [n for n,_ in inspect.getmembers(C, inspect.isfunction)])
print(inspect.getdoc(C), inspect.Parameter.empty is inspect._empty, inspect.unwrap(f) is f)
import dataclasses
@dataclasses.dataclass
class D:
    a: int
    b: str = "q"
print(inspect.getmro(C), inspect.isgeneratorfunction(f), sig == inspect.signature(f), repr(sig.parameters["b"]))
