"""Only the names that tests import."""

COMPILER_FLAG_NAMES = {1: "OPTIMIZED", 2: "NEWLOCALS", 4: "VARARGS", 8: "VARKEYWORDS", 16: "NESTED", 32: "GENERATOR"}


def dis(*args, **kwargs):
    raise NotImplementedError("dis is not available to programs")


get_instructions = Bytecode = dis
