/** typing_extensions: what `typing` has, and the few forms that only it has. Its own source rebuilds typing's insides. */

import type { Library } from "../dynamo/importer/library.ts";
import { sourceModule } from "../dynamo/importer/source_module.ts";

const SOURCE = `
import typing
import collections.abc

_OWN = ("Buffer", "Doc", "Sentinel", "deprecated", "disjoint_base", "dataclass_transform", "final", "override", "type_repr")
_SPECIAL = ("TypeIs", "ReadOnly", "TypeForm", "NoDefault", "Never", "Self", "LiteralString", "Unpack", "Required", "NotRequired",
            "TypeGuard", "Concatenate")
_specials = {}

def __getattr__(name):
    if name == "__all__":
        return list(dict.fromkeys([*typing.__all__, *_OWN, *_SPECIAL]))
    if name in _SPECIAL and not hasattr(typing, name):
        if name not in _specials:
            _specials[name] = _Special(name)
        return _specials[name]
    return getattr(typing, name)

def __dir__():
    return sorted({*__getattr__("__all__"), *globals()})

def _form(name, fallback):
    return getattr(typing, name, fallback)

def _identity(decorated):
    return decorated

override = _form("override", _identity)
final = _form("final", _identity)
disjoint_base = type_repr = _identity

def _dataclass_transform(**options):
    return _identity

dataclass_transform = _form("dataclass_transform", _dataclass_transform)

def deprecated(message, /, *, category=DeprecationWarning, stacklevel=1):
    import functools
    import warnings
    def mark(decorated):
        decorated.__deprecated__ = message
        if isinstance(decorated, type) or category is None:
            return decorated
        @functools.wraps(decorated)
        def wrapper(*args, **kwargs):
            warnings.warn(message, category=category, stacklevel=stacklevel + 1)
            return decorated(*args, **kwargs)
        wrapper.__deprecated__ = message
        return wrapper
    return mark

class Doc:
    def __init__(self, documentation, /):
        self.documentation = documentation

class Sentinel:
    def __init__(self, name, repr=None):
        self._name = name
        self._repr = repr if repr is not None else f"<{name}>"
    def __repr__(self):
        return self._repr

class _Special:
    def __init__(self, name):
        self._name = name
    def __getitem__(self, item):
        return typing.Any
    def __repr__(self):
        return "typing_extensions." + self._name

Buffer = getattr(collections.abc, "Buffer", object)
`;

export const TYPING_EXTENSIONS: Library = {
  name: "typing_extensions",
  deferred: true,
  registries: [],
  modules: [sourceModule("typing_extensions", SOURCE, { lazily: true })],
};
