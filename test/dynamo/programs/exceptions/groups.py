try:
    raise ExceptionGroup("g", [ValueError("a"), TypeError("b"), ExceptionGroup("n", [ValueError("c"), KeyError("d")])])
except* ValueError as eg:
    print("values", eg, eg.exceptions)
except* TypeError as eg:
    print("types", eg.exceptions)
except* KeyError as eg:
    print("keys", eg.exceptions)
try:
    try:
        raise ExceptionGroup("x", [OSError(1), ValueError(2)])
    except* OSError:
        print("os")
except ExceptionGroup as rest:
    print(rest.exceptions)
try:
    raise ValueError("plain")
except* ValueError as e:
    print(e.exceptions)
g = ExceptionGroup("s", [ValueError(1), TypeError(2)])
print(g.split(ValueError), g.subgroup(lambda e: isinstance(e, TypeError)), g.derive([KeyError()]), g.message)
