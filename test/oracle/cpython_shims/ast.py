"""Only what needs no syntax trees."""


class AST:
    pass


class NodeVisitor:
    pass


class NodeTransformer(NodeVisitor):
    pass


PyCF_ONLY_AST = 1024


def parse(source, *args, **kwargs):
    raise NotImplementedError("there are no syntax trees")


def literal_eval(text):
    return eval(text, {"__builtins__": {}})
