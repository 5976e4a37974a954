"""match statements over parsed messages, enums with behaviour, singledispatch over their classes, and logging of it all."""
import enum
import functools
import logging
import re
import sys
from dataclasses import dataclass
from typing import Literal, Protocol, TypedDict, Union, get_args, get_type_hints, runtime_checkable


class Op(enum.Enum):
    ADD = ("+", 1)
    MUL = ("*", 2)
    POW = ("**", 3)

    def __init__(self, symbol, strength):
        self.symbol, self.strength = symbol, strength

    @classmethod
    def of(cls, symbol):
        return next(op for op in cls if op.symbol == symbol)

    def __call__(self, a, b):
        return {Op.ADD: a + b, Op.MUL: a * b, Op.POW: a ** b}[self]


class Flags(enum.IntFlag):
    TRAIN = enum.auto()
    EVAL = enum.auto()
    DEBUG = enum.auto()
    ALL = TRAIN | EVAL | DEBUG


@dataclass
class Num:
    value: float


@dataclass
class Var:
    name: str


@dataclass
class Bin:
    op: Op
    left: "Node"
    right: "Node"


Node = Union[Num, Var, Bin]
TOKEN = re.compile(r"\s*(?:(?P<num>\d+(?:\.\d+)?)|(?P<name>[a-z]\w*)|(?P<op>\*\*|[+*()]))")


def tokens(text):
    at = 0
    while at < len(text.rstrip()):
        m = TOKEN.match(text, at)
        if m is None:
            raise SyntaxError(f"unexpected {text[at]!r} at {at}")
        at = m.end()
        yield m.lastgroup, m[m.lastgroup]
    yield "end", ""


def parse(text) -> Node:
    queue = list(tokens(text))[::-1]

    def atom():
        match queue.pop():
            case ("num", digits):
                return Num(float(digits) if "." in digits else int(digits))
            case ("name", name):
                return Var(name)
            case ("op", "("):
                inner = binary(0)
                match queue.pop():
                    case ("op", ")"):
                        return inner
                    case (_, found):
                        raise SyntaxError(f"expected ), found {found or 'the end'}")
            case (kind, found):
                raise SyntaxError(f"unexpected {kind} {found!r}")

    def binary(strength):
        left = atom()
        while queue[-1][0] == "op" and queue[-1][1] != ")" and (op := Op.of(queue[-1][1])).strength > strength:
            queue.pop()
            left = Bin(op, left, binary(op.strength - (op is Op.POW)))
        return left

    return binary(0)


def simplify(node: Node) -> Node:
    match node:
        case Bin(op, left, right):
            match Bin(op, simplify(left), simplify(right)):
                case Bin(Op.ADD, Num(0), x) | Bin(Op.ADD, x, Num(0)) | Bin(Op.MUL, Num(1), x) | Bin(Op.MUL, x, Num(1)):
                    return x
                case Bin(Op.MUL, Num(0), _) | Bin(Op.MUL, _, Num(0)):
                    return Num(0)
                case Bin(op, Num(a), Num(b)) if abs(a) < 100:
                    return Num(op(a, b))
                case other:
                    return other
        case _:
            return node


@functools.singledispatch
def show(node):
    raise NotImplementedError(type(node).__name__)


@show.register(Num)
@show.register(Var)
def _(node):
    return str(getattr(node, "value", getattr(node, "name", None)))


@show.register
def _(node: Bin):
    return f"({show(node.left)} {node.op.symbol} {show(node.right)})"


log = logging.getLogger("shapes.parser")
handler = logging.StreamHandler(sys.stdout)
handler.setFormatter(logging.Formatter("%(levelname)-7s %(name)s: %(message)s"))
logging.getLogger("shapes").addHandler(handler)
logging.getLogger("shapes").setLevel(logging.INFO)
for text in ("1 + 2 * x", "(1+2)*3 ** 2 ** 1", "0*y + x*1", "2 * (3 + )", "4 $ 4", "(1"):
    try:
        tree = parse(text)
        log.info("%s -> %s -> %s", text, show(tree), show(simplify(tree)))
    except SyntaxError as e:
        log.warning("%s: %s", text, e)
log.debug("not shown")


class Message(TypedDict, total=False):
    kind: Literal["resize", "crop", "flip"]
    size: tuple
    axis: int


def describe(message):
    match message:
        case {"kind": "resize", "size": [int(w), int(h)]} if w == h:
            return f"square {w}"
        case {"kind": "resize", "size": [w, h, *rest]}:
            return f"{w} by {h}, {rest}"
        case {"kind": "flip", **options} if not options:
            return "flip"
        case {"kind": ("crop" | "flip") as kind, "axis": 0 | 1 as axis}:
            return f"{kind} axis {axis}"
        case [] | {}  if not message:
            return "empty"
        case [{"kind": first}, *others]:
            return f"{first} and {len(others)} more"
        case str() | bytes():
            return f"text of {len(message)}"
        case float(x) | int(x):
            return f"number {x}"
        case _:
            return "unknown"


for m in ({"kind": "resize", "size": (8, 8)}, {"kind": "resize", "size": [8, 9, 3]}, {"kind": "flip"}, {"kind": "flip", "axis": 1},
          {"kind": "crop", "axis": 2}, [], {}, [{"kind": "a"}, 1, 2], "abc", b"ab", 2.5, True, None):
    print(describe(m), end="; ")
print()


@runtime_checkable
class Shown(Protocol):
    value: float


print(isinstance(Num(1), Shown), isinstance(Var("x"), Shown), get_args(Message.__annotations__["kind"]), get_type_hints(Num), Message(kind="flip"))
print(Flags.TRAIN | Flags.DEBUG, ~Flags.EVAL & Flags.ALL, Flags(3), Flags.ALL in Flags(7), [f.name for f in Flags(5)], Op("+", 1) if False else Op.MUL(6, 7), repr(Op.POW))
