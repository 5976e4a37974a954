from dataclasses import dataclass, field


@dataclass
class P:
    x: int
    y: int = 2
    tags: list = field(default_factory=list)


p = P(1)
print(p, P(1) == P(1), P(1) == P(1, 3), p.tags is P(1).tags, P.__match_args__, P.__annotations__)
p.tags.append("a")
print(p)
try:
    P()
except TypeError as e:
    print(e)
