from __future__ import annotations
import random, heapq, bisect, numbers, weakref, contextvars, threading, warnings, logging
random.seed(42)
print(random.random(), random.randint(1,100), random.choice("abc"), random.sample(range(100), 5), random.uniform(1,2), random.gauss(0,1), random.gauss(0,1), random.normalvariate(0,1), random.getrandbits(70), random.choices([1,2,3], weights=[1,2,3], k=4), random.sample(range(1000),30))
l = list(range(10)); random.shuffle(l); print(l)
random.seed("hello"); print(random.random(), random.randrange(0, 100, 7), random.expovariate(2), random.betavariate(1,2), random.triangular(), random.gammavariate(2,3))
r = random.Random(2**70); print(r.random(), r.randbytes(5)); random.seed(3.5); print(random.random()); random.seed(b"ab"); print(random.random())
st = random.getstate(); a = random.random(); random.setstate(st); print(a == random.random())
h = [5,3,8]; heapq.heapify(h); heapq.heappush(h, 1); print(heapq.heappop(h), h, heapq.nlargest(2,h), list(heapq.merge([1,4],[2,3])))
print(bisect.bisect([1,2,3],2), bisect.bisect_left([1,2,3],2), isinstance(3, numbers.Number), isinstance(3.0, numbers.Integral))
v = contextvars.ContextVar("v", default=1); t = v.set(2); print(v.get()); v.reset(t); print(v.get())
with threading.Lock(): print("locked")
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always"); warnings.warn("hey", UserWarning); print(len(w), w[0].message, w[0].category)
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try: warnings.warn("bad")
    except UserWarning as e: print(repr(e))
log = logging.getLogger("a.b"); log.warning("x %d", 3); log.info("no"); logging.basicConfig(level=logging.INFO); log.info("yes"); print(log.parent, log.getEffectiveLevel(), logging.getLogger("a").name)
try: 1/0
except ZeroDivisionError: print("caught")
