from dataclasses import FrozenInstanceError, dataclass


@dataclass(frozen=True, order=True)
class V:
    a: int
    b: str = "x"


print(V(1) < V(2), sorted([V(2), V(1, "z"), V(1)]), hash(V(1)) == hash(V(1)), {V(1): 5}[V(1)])
try:
    V(1).a = 3
except FrozenInstanceError as e:
    print(type(e).__name__, e)
