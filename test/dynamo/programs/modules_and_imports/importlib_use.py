import importlib, types
m = importlib.import_module("math"); print(m.sqrt(4), importlib.import_module("os.path").basename("a/b"), isinstance(m, types.ModuleType))
mod = types.ModuleType("made", "doc"); mod.x = 5; print(mod.x, mod.__name__, mod.__doc__)
