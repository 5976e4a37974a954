import weakref
class C: pass
c = C(); r = weakref.ref(c); d = weakref.WeakKeyDictionary(); d[c] = 1; v = weakref.WeakValueDictionary(k=c)
print(r() is c, d[c], v["k"] is c, len(d), weakref.proxy(c).__class__.__name__)
try: weakref.ref(1)
except TypeError as e: print(e)
