def g():
    while True:
        try:
            x = yield "ready"
        except ValueError as e:
            yield f"caught {e}"


it = g()
print(next(it), it.throw(ValueError("a")), next(it), it.throw(ValueError, "b") if False else "")
try:
    it.throw(KeyError("k"))
except KeyError as e:
    print("out", e)
try:
    next(it)
except StopIteration:
    print("finished")
