from enum import Enum, auto


class Color(Enum):
    RED = 1
    GREEN = auto()
    ALIAS = 1

    def lower(self):
        return self.name.lower()


print(Color.RED, repr(Color.GREEN), Color(2), Color["RED"], list(Color), Color.ALIAS is Color.RED, Color.RED.lower(), len(Color), Color.RED.value, Color.RED == 1, Color.RED in Color, {Color.RED: 1})
for f in (lambda: Color(9), lambda: Color["X"]):
    try:
        f()
    except (ValueError, KeyError) as e:
        print(type(e).__name__, e)
