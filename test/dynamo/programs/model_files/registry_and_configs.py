"""A registry of builders, dataclass configs read from JSON text, and a factory that checks what it is given."""
import dataclasses
import inspect
import json
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, List, Optional


class Registry:
    def __init__(self, name: str):
        self._name = name
        self._items: Dict[str, Callable[..., Any]] = {}

    def register(self, name: Optional[str] = None, *, force: bool = False):
        def decorator(obj):
            key = name or obj.__name__
            if key in self._items and not force:
                raise KeyError(f"{key} is already registered in {self._name}")
            self._items[key] = obj
            return obj

        if callable(name):
            target, name = name, None
            return decorator(target)
        return decorator

    def build(self, cfg: dict, **defaults):
        cfg = {**defaults, **cfg}
        try:
            cls = self._items[cfg.pop("type")]
        except KeyError as e:
            raise KeyError(f"{e.args[0]!r} is not in the {self._name} registry {sorted(self._items)}") from e
        sig = inspect.signature(cls)
        unknown = set(cfg) - set(sig.parameters)
        if unknown and not any(p.kind is p.VAR_KEYWORD for p in sig.parameters.values()):
            raise TypeError(f"{cls.__name__} got unexpected {', '.join(sorted(unknown))}")
        return cls(**cfg)

    def __contains__(self, key):
        return key in self._items

    def __len__(self):
        return len(self._items)

    def __repr__(self):
        return f"Registry({self._name}: {', '.join(f'{k}={v.__qualname__}' for k, v in self._items.items())})"


LAYERS = Registry("layers")


@dataclass
class LayerConfig:
    kind: str
    width: int = 16
    bias: bool = True
    extra: Dict[str, Any] = field(default_factory=dict)

    def __post_init__(self):
        if self.width <= 0:
            raise ValueError(f"width must be positive, not {self.width}")


@dataclass(frozen=True)
class ModelConfig:
    name: str
    layers: List[LayerConfig] = field(default_factory=list)
    dropout: float = 0.0
    tags: tuple = ()

    @classmethod
    def from_json(cls, text: str) -> "ModelConfig":
        raw = json.loads(text)
        raw["layers"] = [LayerConfig(**layer) for layer in raw.get("layers", [])]
        raw["tags"] = tuple(raw.get("tags", ()))
        return cls(**raw)

    def with_(self, **changes):
        return dataclasses.replace(self, **changes)


@LAYERS.register
class Dense:
    def __init__(self, width, bias=True):
        self.width, self.bias = width, bias

    def __repr__(self):
        return f"Dense({self.width}{'' if self.bias else ', no bias'})"


@LAYERS.register("norm")
class LayerNorm:
    def __init__(self, width, eps=1e-5, **kwargs):
        self.width, self.eps, self.rest = width, eps, kwargs

    def __repr__(self):
        return f"LayerNorm({self.width}, eps={self.eps:g}{''.join(f', {k}={v!r}' for k, v in self.rest.items())})"


@LAYERS.register()
def stack(width, depth: int = 2):
    return [Dense(width) for _ in range(depth)]


CONFIG = """
{"name": "mlp", "dropout": 0.25, "tags": ["small", "test"],
 "layers": [{"kind": "Dense", "width": 8, "bias": false}, {"kind": "norm", "extra": {"eps": 0.001, "affine": true}},
            {"kind": "stack", "width": 4, "extra": {"depth": 3}}]}
"""


def build(config: ModelConfig):
    for layer in config.layers:
        bias = {"bias": layer.bias} if layer.kind == "Dense" else {}
        yield LAYERS.build({"type": layer.kind, "width": layer.width, **bias, **layer.extra})


config = ModelConfig.from_json(CONFIG)
print(config)
print(list(build(config)))
print(LAYERS, len(LAYERS), "norm" in LAYERS, "conv" in LAYERS)
print(json.dumps(dataclasses.asdict(config), sort_keys=True))
print(config.with_(name="other", layers=[]) == ModelConfig("other", [], 0.25, ("small", "test")))
print([f"{f.name}: {f.type if isinstance(f.type, str) else getattr(f.type, '__name__', f.type)}" for f in dataclasses.fields(LayerConfig)])
for bad in ({"type": "conv"}, {"type": "Dense", "width": 1, "gain": 2}, {"type": "Dense"}):
    try:
        LAYERS.build(bad)
    except (KeyError, TypeError) as e:
        print(type(e).__name__, e)
try:
    LayerConfig("Dense", width=-1)
except ValueError as e:
    print(e)
try:
    config.name = "x"
except dataclasses.FrozenInstanceError as e:
    print(e)
try:
    LAYERS.register(Dense)
except KeyError as e:
    print(e)
