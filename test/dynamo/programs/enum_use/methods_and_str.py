from enum import Enum


class S(str, Enum):
    A = "a"
    B = "b"

    @classmethod
    def default(cls):
        return cls.A

    @property
    def loud(self):
        return self.value.upper()


print(S.A == "a", S.default(), S.B.loud, S("b").name, [s.value for s in S], S.__members__.keys() == {"A", "B"}, isinstance(S.A, str))


class Planet(Enum):
    EARTH = (5.97, 6.37)

    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius


print(Planet.EARTH.mass, Planet.EARTH.value)
