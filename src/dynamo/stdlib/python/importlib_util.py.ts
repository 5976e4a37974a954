/** `importlib.util`, written in Python. */

export const IMPORTLIB_UTIL = String.raw`
import sys
import _find
from types import ModuleType

def find_spec(name, package=None):
    if name in sys.modules:
        module = sys.modules[name]
        if module is None:
            return None
        spec = getattr(module, "__spec__", None)
        if spec is None:
            raise ValueError(f"{name}.__spec__ is None")
        return spec
    return _find.spec(name)

def resolve_name(name, package):
    level = len(name) - len(name.lstrip("."))
    return name if not level else package.rsplit(".", level - 1)[0] + "." + name[level:]

def module_from_spec(spec):
    module = ModuleType(spec.name)
    module.__spec__ = spec
    return module

def spec_from_file_location(name, location=None, *, loader=None, submodule_search_locations=None):
    raise ImportError(f"loading {name!r} from a file location is not available: the analysis imports by name")
`;
