def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


print(eval("1 + x", {"x": 2}), eval("[i for i in range(3)]")); ns = {}; exec("def f(a):\n    return a * 2\ny = f(4)", ns); print(ns["y"], "f" in ns)
attempt(lambda: eval("1 +")); attempt(lambda: eval("nope")); attempt(lambda: eval(5)); c = compile("a + 1", "<s>", "eval"); print(eval(c, {"a": 5}))
