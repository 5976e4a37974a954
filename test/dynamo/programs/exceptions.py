def f():
    try:
        raise ValueError('a')
    except ValueError as e:
        try:
            raise KeyError('b') from e
        except KeyError as k:
            print(repr(k), repr(k.__cause__), repr(k.__context__), k.__suppress_context__)
    finally:
        print('fin')
f()
def g():
    for i in range(3):
        try:
            if i == 1: continue
            if i == 2: break
            print('i', i)
        finally:
            print('f', i)
    else: print('never')
    try: return 1
    finally: print('ret')
print(g())
try:
    try: 1/0
    except ZeroDivisionError: [][1]
except IndexError as e:
    print(e, type(e.__context__).__name__)
import sys
try: raise RuntimeError('x')
except: print(sys.exc_info()[0].__name__, sys.exc_info()[1])
print(sys.exc_info())
class MyE(Exception):
    def __init__(self, a, b): super().__init__(a, b); self.b = b
try: raise MyE(1, 2)
except (KeyError, MyE) as e: print(e, e.args, e.b)
try: raise MyE
except TypeError as e: print(e)
def h(a, b, /, c, *, d): pass
for call in ['h()', 'h(1)', 'h(1,2)', 'h(1,2,3)', 'h(1,2,3,4,d=1)', 'h(1,2,3,d=4,e=5)', 'h(1,b=2,c=3,d=4)', 'h(1,2,3,c=3,d=1)', 'len()', 'len(1,2)', 'len(5)', '[].append()', 'int([])', 'undefined_name', '"a"+1', '1+"a"', '[]<1', 'None.x', '(1).foo', '{}["k"]', '[1][5]', 'int("x")', 'a,b=1', 'for', 'object(1)', 'abs("x")', 'iter(3)', 'next(iter([]))', '"abc".index("z")', 'h.zzz', '[].zzz', '{}[[]]', 'raise 3' ]:
    try:
        exec(call)
    except SyntaxError: print('SyntaxError')
    except Exception as e: print(type(e).__name__, '|', e)
def rec(n): return rec(n + 1)
try: rec(0)
except RecursionError as e: print('RecursionError', e)
class R:
    def __repr__(self): return repr(self)
try: repr(R())
except RecursionError as e: print('RecursionError2')
try:
    raise ExceptionGroup('eg', [ValueError(1), TypeError(2), ExceptionGroup('in', [ValueError(3)])])
except* ValueError as eg: print('ve', eg.exceptions)
except* TypeError as eg: print('te', eg.exceptions)
try:
    try: raise ExceptionGroup('eg', [ValueError(1), OSError(2)])
    except* ValueError: pass
except ExceptionGroup as e: print(repr(e))
try:
    raise ValueError('n')
except ValueError as e:
    e.add_note('note'); print(e.__notes__)
try:
    x = 1
    del x
    x
except NameError as e: print(e)
def ub():
    print(v); v = 1
try: ub()
except UnboundLocalError as e: print(e)
def fr():
    def inner(): return vv
    try: inner()
    except NameError as e: print(e)
    vv = 1
    return inner()
print(fr())
def tb():
    try:
        def a(): raise ValueError
        a()
    except ValueError as e:
        t = e.__traceback__; n = 0
        while t: n += 1; print(t.tb_frame.f_code.co_name, t.tb_lineno); t = t.tb_next
tb()
def reraise():
    try:
        try: raise KeyError(1)
        except KeyError: raise
    except KeyError as e: print('re', e)
reraise()
try: raise
except RuntimeError as e: print(e)
try: assert 1 == 2, 'msg'
except AssertionError as e: print(e)
print('end')
