for stmt in ("import no_such_thing", "from math import nope", "from no.such import x", "import math.nope"):
    try: exec(stmt)
    except ImportError as e: print(type(e).__name__, str(e).split(" (")[0], e.name)
