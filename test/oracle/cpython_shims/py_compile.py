"""Nothing is compiled to files."""


def compile(*args, **kwargs):
    raise NotImplementedError("py_compile is not available to programs")
