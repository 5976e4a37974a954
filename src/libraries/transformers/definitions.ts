/** What stands in for parts of transformers' import machinery and for decorators that only write documentation. */

/** The lazy module: the names that the package lists itself, then those that a file's text shows. */
export const IMPORT_UTILS = String.raw`
from _find_definition import find_definition as _find_definition

def define_import_structure(module_path, prefix=None):
    return {frozenset(): {}}

class _LazyModule(ModuleType):
    def __init__(self, name, module_file, import_structure, module_spec=None, extra_objects=None, explicit_import_shortcut=None):
        super().__init__(name)
        self.__file__ = module_file
        self.__spec__ = module_spec
        self.__path__ = [module_file.rpartition("/")[0]]
        self._objects = extra_objects or {}
        self._class_to_module = {}
        for key, value in import_structure.items():
            for module, names in value.items() if isinstance(key, frozenset) else [(key, value)]:
                for n in names:
                    self._class_to_module[n] = module
        self.__all__ = list(self._class_to_module)

    def __getattr__(self, name):
        if name in self._objects:
            return self._objects[name]
        if name.startswith("__"):
            raise AttributeError(f"module {self.__name__} has no attribute {name}")
        own = self.__name__
        if name in self._class_to_module:
            value = getattr(importlib.import_module(f"{own}.{self._class_to_module[name]}"), name)
        elif importlib.util.find_spec(f"{own}.{name}") is not None:
            value = importlib.import_module(f"{own}.{name}")
        else:
            top = "." not in own
            found = _find_definition(self.__path__[0] + ("/models" if top else ""), name)
            if found is None:
                raise AttributeError(f"module {own} has no attribute {name}")
            value = getattr(importlib.import_module(f"{own}.models.{found}" if top else f"{own}.{found}"), name)
        setattr(self, name, value)
        return value

    def __reduce__(self):
        raise TypeError("cannot pickle a module")
`;

const IDENTITY = (name: string): string => `
def ${name}(*args, **kwargs):
    """Gives back what it decorates: all it would add is documentation."""
    if len(args) == 1 and not kwargs and (isinstance(args[0], type) or callable(args[0])):
        return args[0]
    return lambda decorated: decorated
`;

export const AUTO_DOCSTRING = ["auto_docstring", "auto_class_docstring", "auto_method_docstring"]
  .map(IDENTITY)
  .join("");

export const DOC = [
  ...["add_start_docstrings", "add_start_docstrings_to_model_forward", "add_end_docstrings"],
  ...["add_code_sample_docstrings", "replace_return_docstrings"],
]
  .map(IDENTITY)
  .join("");
