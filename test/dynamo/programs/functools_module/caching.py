from functools import cache, lru_cache
calls = []
@lru_cache(maxsize=2)
def f(x, y=0):
    calls.append((x, y)); return x + y
print(f(1), f(1), f(1, y=2), f(2), f(1), calls, f.cache_info()); f.cache_clear(); print(f.cache_info())
@cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info().hits)
