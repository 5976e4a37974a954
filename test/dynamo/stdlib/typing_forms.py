from typing import *
import typing
print(List[int], Dict[str, List[int]], Optional[int], Union[int, str], Tuple[int, ...], Callable[[int], str], Callable[..., Any], Any, List, Literal["a", 1], Annotated[int, "x"], ClassVar[int], Union[int, None, str], Type[int], Iterable[str], Sequence, TypeVar("T"))
print(get_origin(List[int]), get_args(Dict[str,int]), get_args(Callable[[int],str]), get_origin(Optional[int]), get_origin(list[int]), get_args(int | str))
T = TypeVar("T"); K = TypeVar("K", bound=int)
class Box(Generic[T]):
    def __init__(self, x: T): self.x = x
    def get(self) -> T: return self.x
print(Box[int](3).get(), Box[int], Box.__parameters__, Box.__mro__)
class Sub(Box[int]): pass
print(Sub(4).x, Sub.__mro__, Sub.__orig_bases__)
class Pair(Generic[T, K]): pass
print(Pair[int, str], Pair[T, int][str])
class PT(NamedTuple):
    x: int
    y: str = "d"
    def f(self): return self.x * 2
print(PT(1), PT(1).f(), PT._fields, PT.__annotations__, PT._field_defaults, PT(3, "z") == (3, "z"))
class TD(TypedDict, total=False):
    a: int
    b: Required[str]
print(TD(a=1), TD.__required_keys__, TD.__total__, type(TD(a=1)))
@runtime_checkable
class HasLen(Protocol):
    def __len__(self) -> int: ...
print(isinstance([], HasLen), isinstance(5, HasLen))
class Shape(Protocol):
    def area(self) -> float: ...
class Sq:
    def area(self): return 4.0
try: Shape()
except TypeError as e: print(e)
def f(a: int, b: "str" = "x", *c: "List[int]") -> Optional["float"]: ...
print(get_type_hints(f))
class A:
    x: "int" = 3
    y: ClassVar[int]
print(get_type_hints(A), cast(int, "a"), TYPE_CHECKING)
@overload
def g(x: int) -> int: ...
@overload
def g(x: str) -> str: ...
def g(x): return x
print(g(3))
UserId = NewType("UserId", int); print(UserId(5), UserId)
print(List[T][int], Dict[str, T][int], Optional[List["A"]], Union[int, str] == Union[str, int], int | None, list[int] | None)
try: isinstance([], List[int])
except TypeError as e: print(e)
print(isinstance([], List), isinstance(3, (int, str)), isinstance({}, typing.Mapping))
class MyL(List[int]): pass
print(MyL([1]), MyL.__mro__)
class Mod(Dict[str, int]): pass
print(Mod(a=1))
print(AnyStr, SupportsInt, NoReturn, Final[int], Generic)
def deco(fn: Callable[[T], K]) -> Callable[[T], K]: return fn
print(deco.__annotations__)
