import inspect


def g():
    yield 1


it = g()
print(it.gi_running, it.gi_frame is not None, it.gi_code.co_name, it.__name__, it.__qualname__, inspect.isgenerator(it), inspect.isgeneratorfunction(g), inspect.getgeneratorstate(it))
list(it)
print(it.gi_frame, inspect.getgeneratorstate(it))
