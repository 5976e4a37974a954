from typing import Any, Callable, Generic, List, Literal, NamedTuple, Optional, Protocol, TypedDict, TypeVar, Union, get_type_hints, get_origin, get_args, cast, runtime_checkable
T = TypeVar("T")
class Box(Generic[T]):
    def __init__(self, v: T): self.v = v
class N(NamedTuple):
    x: int
    y: str = "d"
class TD(TypedDict, total=False):
    a: int
@runtime_checkable
class HasLen(Protocol):
    def __len__(self): ...
print(Box[int](3).v, Box[int], N(1), N(1)._asdict(), TD(a=1), isinstance([], HasLen), isinstance(3, HasLen), Optional[int], Union[int, str], List[int], Callable[[int], str], Literal["a"], cast(int, "x"))
def f(a: int, b: "Optional[str]" = None) -> List[int]: ...
print(get_type_hints(f), get_origin(List[int]), get_args(Union[int, str]), Union[int, int], Optional[None])
