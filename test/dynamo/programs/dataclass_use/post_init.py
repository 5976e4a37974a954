from dataclasses import InitVar, asdict, astuple, dataclass, field, fields, replace


@dataclass
class C:
    w: float
    h: float
    scale: InitVar[float] = 1.0
    area: float = field(init=False, repr=False, compare=False)

    def __post_init__(self, scale):
        self.area = self.w * self.h * scale


c = C(2, 3, 2)
print(c, c.area, asdict(c), astuple(c), [f.name for f in fields(c)], replace(c, w=5, scale=1).area)
