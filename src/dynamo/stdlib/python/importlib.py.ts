/** `importlib`, written in Python. */

export const IMPORTLIB = String.raw`
import sys

def import_module(name, package=None):
    level = len(name) - len(name.lstrip("."))
    if level:
        if not package:
            raise TypeError(f"the 'package' argument is required to perform a relative import for {name!r}")
        base = package.split(".")
        if level > len(base):
            raise ImportError("attempted relative import beyond top-level package")
        base = ".".join(base[:len(base) - level + 1])
        name = base + "." + name[level:] if name[level:] else base
    __import__(name)
    return sys.modules[name]

def reload(module):
    return module

def invalidate_caches():
    pass

__import__ = __import__
`;
