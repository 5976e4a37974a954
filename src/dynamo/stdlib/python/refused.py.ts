/** What the modules that reach outside share, written in Python. */

export const REFUSED = String.raw`
import sys

def refuse(module, names, classes=()):
    """Functions of a module that would touch the machine: each raises one clear error."""
    def make(name):
        def function(*args, **kwargs):
            raise PermissionError(1, f"{module}.{name} is not available: the analysis of a program does not touch the machine")
        function.__name__ = function.__qualname__ = name
        function.__module__ = module
        return function
    found = {name: make(name) for name in names}
    for name in classes:
        body = make(name)
        found[name] = type(name, (), {"__init__": lambda self, *a, _body=body, **k: _body(), "__module__": module})
    return found
`;
