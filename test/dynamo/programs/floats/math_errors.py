import math

for f in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.exp(1000), lambda: math.acos(2), lambda: math.floor(math.inf), lambda: math.factorial(-1), lambda: math.factorial(2.5)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
