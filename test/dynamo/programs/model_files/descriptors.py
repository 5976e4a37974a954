"""Validated attributes: descriptors, __set_name__, class decorators, slots, properties, operators and copies of their users."""
import copy
import math
import operator
from functools import cached_property, total_ordering


class Field:
    def __init__(self, kind, default=None, check=None):
        self.kind, self.default, self.check = kind, default, check

    def __set_name__(self, owner, name):
        self.name = name
        self.storage = f"_{owner.__name__.lower()}_{name}"
        owner._fields = (*getattr(owner, "_fields", ()), name)

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return instance.__dict__.get(self.storage, self.default)

    def __set__(self, instance, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{type(instance).__name__}.{self.name} must be {self.kind.__name__}, not {type(value).__name__}")
        if self.check is not None and not self.check(value):
            raise ValueError(f"{self.name}={value!r} is out of range")
        instance.__dict__[self.storage] = value

    def __delete__(self, instance):
        del instance.__dict__[self.storage]

    def __repr__(self):
        return f"Field({self.name}: {self.kind.__name__} = {self.default!r})"


class Lazy:
    """A descriptor without __set__: the value it computes replaces it in the instance."""

    def __init__(self, func):
        self.func, self.__doc__ = func, func.__doc__

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        if instance is None:
            return self
        value = instance.__dict__[self.name] = self.func(instance)
        return value


class Base:
    def __init__(self, **values):
        for name, value in values.items():
            if name not in self._fields:
                raise AttributeError(f"{type(self).__name__} has no field {name}")
            setattr(self, name, value)

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{n}={getattr(self, n)!r}' for n in self._fields)})"


class Conv(Base):
    width = Field(int, 3, lambda n: n > 0)
    stride = Field(int, 1)
    name = Field(str, "conv")

    @Lazy
    def area(self):
        """Computed once."""
        print("computing")
        return self.width ** 2

    @cached_property
    def label(self):
        return f"{self.name}{self.width}x{self.width}"

    @property
    def padding(self):
        return (self.width - 1) // 2

    @padding.setter
    def padding(self, value):
        self.width = 2 * value + 1


class Named(Conv):
    prefix = Field(str, "p")


@total_ordering
class Vector:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y) if isinstance(other, Vector) else NotImplemented

    def __mul__(self, k):
        return Vector(self.x * k, self.y * k) if isinstance(k, (int, float)) else NotImplemented

    __rmul__ = __mul__

    def __matmul__(self, other):
        return self.x * other.x + self.y * other.y

    def __abs__(self):
        return math.hypot(self.x, self.y)

    def __eq__(self, other):
        return (self.x, self.y) == (other.x, other.y) if isinstance(other, Vector) else NotImplemented

    def __lt__(self, other):
        return abs(self) < abs(other)

    def __hash__(self):
        return hash((self.x, self.y))

    def __iter__(self):
        return iter((self.x, self.y))

    def __getitem__(self, i):
        return tuple(self)[i]

    def __bool__(self):
        return bool(self.x or self.y)

    def __repr__(self):
        return f"<{self.x}, {self.y}>"

    def __format__(self, spec):
        return f"({self.x:{spec}}|{self.y:{spec}})" if spec else repr(self)


c = Conv(width=5)
print(c, c.area, c.area, c.label, c.padding, Conv.width, Conv.area.__doc__)
c.padding = 3
print(c.width, c.label, sorted(c.__dict__))
del c.width
print(c.width, Named(prefix="q"), Named._fields, Conv._fields)
for bad in (dict(width="5"), dict(width=0), dict(depth=1)):
    try:
        Conv(**bad)
    except (TypeError, ValueError, AttributeError) as e:
        print(type(e).__name__, e)
a, b = Vector(3, 4), Vector(1, 1)
print(a + b, 2 * a, a * 0.5, a @ b, abs(a), a > b, a >= a, sorted([a, b]), {a: 1}[Vector(3, 4)], bool(Vector(0, 0)))
print(f"{a:.2f} {a}", [*a], a[0], a[-1], sum([a, b], Vector(0, 0)), copy.copy(a) == a, copy.deepcopy([a])[0] is a)
for wrong in (lambda: a + 1, lambda: a * "x", lambda: a.z, lambda: setattr(a, "z", 1), lambda: operator.lt(a, 1)):
    try:
        wrong()
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
