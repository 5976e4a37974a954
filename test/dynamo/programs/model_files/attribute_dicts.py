"""Nested configurations as users write them: attribute dictionaries, merging, overrides by path, environments, paths."""
import copy
import json
import os
from collections import ChainMap, OrderedDict, UserDict
from collections.abc import Mapping, MutableMapping
from pathlib import PurePosixPath


class AttrDict(dict):
    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"no setting {name!r} among {sorted(self)}") from None

    def __setattr__(self, name, value):
        self[name] = value

    def __delattr__(self, name):
        del self[name]

    @classmethod
    def wrap(cls, value):
        if isinstance(value, Mapping):
            return cls({k: cls.wrap(v) for k, v in value.items()})
        return type(value)(map(cls.wrap, value)) if isinstance(value, (list, tuple)) else value

    def __deepcopy__(self, memo):
        return type(self)({k: copy.deepcopy(v, memo) for k, v in self.items()})


def merge(base, *others):
    result = copy.deepcopy(base)
    for other in others:
        for key, value in other.items():
            if isinstance(value, Mapping) and isinstance(result.get(key), Mapping):
                result[key] = merge(result[key], value)
            else:
                result[key] = copy.deepcopy(value)
    return result


def override(config, *assignments):
    for text in assignments:
        path, _, raw = text.partition("=")
        *parents, last = path.split(".")
        target = config
        for name in parents:
            target = target.setdefault(name, type(config)())
        try:
            target[last] = json.loads(raw)
        except ValueError:
            target[last] = raw
    return config


class Frozen(Mapping):
    def __init__(self, *args, **kwargs):
        self._data = dict(*args, **kwargs)
        self._hash = None

    def __getitem__(self, key):
        return self._data[key]

    def __iter__(self):
        return iter(self._data)

    def __len__(self):
        return len(self._data)

    def __hash__(self):
        if self._hash is None:
            self._hash = hash(frozenset(self.items()))
        return self._hash

    def __or__(self, other):
        return type(self)({**self, **other})

    def __repr__(self):
        return f"Frozen({self._data})"


class Logged(UserDict):
    def __setitem__(self, key, value):
        self.__dict__.setdefault("history", []).append(key)
        super().__setitem__(key.lower(), value)

    def __missing__(self, key):
        return f"<{key}>"


DEFAULTS = {"model": {"width": 64, "blocks": [{"kind": "conv"}, {"kind": "attn", "heads": 4}]}, "optim": {"name": "adam", "lr": 1e-3}, "seed": 0}
config = AttrDict.wrap(merge(DEFAULTS, {"optim": {"lr": 0.1, "momentum": 0.9}}, {"model": {"width": 32}}))
print(config.model.width, config.optim, config.model.blocks[1].heads, DEFAULTS["model"]["width"])
override(config, "model.depth=12", "optim.name=sgd", "data.path=/tmp/x", "data.sizes=[1, 2]", "flags.fast=true", "flags.none=null")
config.extra = AttrDict(a=1)
del config.seed
print(json.dumps(config, sort_keys=True))
other = copy.deepcopy(config)
other.model.width = 1
print(config.model.width, type(other.model).__name__, other == config, hasattr(config, "seed"), getattr(config, "seed", "gone"))
try:
    config.optim.betas
except AttributeError as e:
    print(e)
print({**config.extra, "b": 2}, dict(config.extra) | {"a": 3}, list(config), config.get("nothing"), config.pop("flags"))
a, b = Frozen(x=1, y=2), Frozen({"y": 2, "x": 1})
print(a == b, hash(a) == hash(b), {a: "found"}[b], a | {"z": 3}, list(a.items()), "x" in a, a.get("q", 5), isinstance(a, MutableMapping))
env = ChainMap({"lr": "cli"}, {"lr": "env", "seed": "env"}, {"lr": "default", "seed": "default", "out": "default"})
print(dict(sorted(env.items())), env["out"], env.new_child({"lr": "run"})["lr"], env.parents["lr"], len(env.maps))
logged = Logged({"A": 1}, B=2)
logged["C"] = 3
logged.update(d=4)
print(logged, logged.history, logged["nope"], "a" in logged, len(logged))
ordered = OrderedDict.fromkeys("abc", 0)
ordered.move_to_end("a")
ordered.move_to_end("c", last=False)
print(list(ordered), ordered.popitem(last=False), ordered == OrderedDict(b=0, a=0), ordered == {"a": 0, "b": 0}, list(reversed(ordered)))
path = PurePosixPath("/data") / "runs" / "model.v2.onnx"
print(path.parent, path.stem, path.suffixes, path.with_suffix(".pt"), path.relative_to("/data").parts, path.match("*.onnx"), os.path.splitext(path.name), os.path.join("a", "../b"), os.path.normpath("a/./b/../c"))
