"""Finding objects by dotted name."""

import importlib


def resolve_name(name):
    module, _, rest = name.partition(":")
    if not rest:
        parts = module.split(".")
        found = importlib.import_module(parts.pop(0))
        for part in parts:
            found = getattr(found, part)
        return found
    found = importlib.import_module(module)
    for part in rest.split("."):
        found = getattr(found, part)
    return found


def iter_modules(path=None, prefix=""):
    return iter(())
