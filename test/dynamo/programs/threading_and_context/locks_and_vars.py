import contextvars, threading
lock = threading.Lock()
with lock: print(lock.locked())
print(lock.locked(), threading.current_thread().name)
v = contextvars.ContextVar("v", default=1); t = v.set(5); print(v.get()); v.reset(t); print(v.get())
local = threading.local(); local.x = 3; print(local.x)
