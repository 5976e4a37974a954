def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


class A: x = 1
a = A(); setattr(a, "y", 2)
print(getattr(a, "y"), hasattr(a, "z"), getattr(a, "z", 0), vars(a)); delattr(a, "y"); print(hasattr(a, "y"))
attempt(lambda: getattr(a, "q")); attempt(lambda: getattr(a, 5)); attempt(lambda: delattr(a, "q")); attempt(lambda: vars(5))
