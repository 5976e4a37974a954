import ast
src = '''
@dec(1)
async def f(a, /, b: int = 1, *args: str, k, k2=3, **kw) -> None:
    """doc"""
    async with a as b, c: await x
    x: int = 4
    (y): int
    return *a, b
class A(B, metaclass=M):
    x = 1
    def g(self): yield; yield 1; yield from z
for i, j in x: pass
else:
    break_ = 1
while x: break
if a: pass
elif b: pass
else: c
try: pass
except A as e: raise X from e
except (B, C): raise
else: d
finally: e
try: pass
except* V: pass
match x:
    case [1, *rest] | {"a": 2, **kw} if z: pass
    case P(a, b=3) as q: pass
    case None | True: pass
    case -1+2j: pass
    case _: pass
import a.b as c, d
from ..x import y as z, w
from . import *
global gg
del a, b[1]
a = b = c, d
a += 1; a @= 2
assert x, "m"
lambda x, *y, z=1: x + y ** -z
[x for x in y if z if w for q in r]
{k: v for k, v in d}
{*a, 1}; {**a, 'b': 2}
(x for x in y)
f"a{x!r:>8}b{y=}" f'{z}' "lit"
x if y else z
a < b <= c is not d not in e
not a and b or c
x[1:2, ::3, ...]
(w := 3)
-1; ~a; +b
1.5, 2j, b"abc", None, True, 10**30
type X[T: int, *Ts, **P] = list[T]
def gen[T](x: T) -> T: ...
"é" + x.y
'''
t = ast.parse(src)
print(ast.dump(t))
print(ast.dump(t, indent=2, include_attributes=True))
print(ast.unparse(t))
print(eval(compile(ast.parse("1+2*3", mode="eval"), "f", "eval")))
ns = {}
exec(compile(t2 := ast.parse("def f(x):\n    return [i*x for i in range(3)]\ny = f(4)"), "f", "exec"), ns); print(ns["y"])
print(ast.literal_eval("{'a': [1, -2.5, (3,), {4}], 'b': 1+2j, 'c': b'x', 'd': None, 'e': set()}"))
for bad in ("f()", "a", "1+a", "-'x'", "{**a}", "1 2"):
    try: print(ast.literal_eval(bad))
    except Exception as e: print(type(e).__name__, str(e).split(" object at")[0])
class V(ast.NodeTransformer):
    def visit_Name(self, n): return ast.copy_location(ast.Constant(7), n)
    def visit_Expr(self, n): self.generic_visit(n); return n
print(ast.unparse(V().visit(ast.parse("a + b * 2"))))
print(sorted({type(n).__name__ for n in ast.walk(t)}))
print(ast.get_docstring(t.body[0]), ast.get_source_segment(src, t.body[0].body[1]))
print(ast.Name("x", ast.Load()).id, ast.Name._fields, ast.Constant(1).kind, ast.FunctionDef.__mro__)
for a, k in (((1,2,3,4),{}), ((1,),{"id":2})):
    try: ast.Name(*a, **k)
    except TypeError as e: print(e)
for n in (ast.Module([ast.Expr(ast.Constant(1))], []), ast.Module([ast.Assign([ast.Constant(1, lineno=1, col_offset=0)], ast.Constant(2, lineno=1,col_offset=0), lineno=1, col_offset=0)], [])):
    try: compile(n, "f", "exec")
    except Exception as e: print(type(e).__name__, e)
print(ast.unparse(ast.parse("if a:\n  b\nelif c:\n  d\nelse:\n  e\nx = (1, 2)\nfor a, b in c: pass\ndef g():\n  print((yield))\n  return (yield)\na[b, c]\nf(*a, **k)\n(a, b) = c\ndel (a)\nreturn_ = not (a and b)\nx = (a, (b := 2))")))
try: ast.parse("x = = 1", "file.py")
except SyntaxError as e: print(e.filename, e.lineno, e.offset, e.msg)
import copy, pickle
print(ast.dump(copy.deepcopy(ast.parse("a=1"))), ast.dump(pickle.loads(pickle.dumps(ast.parse("a=1")))))
