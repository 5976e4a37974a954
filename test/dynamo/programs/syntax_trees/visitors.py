"""Programs about programs: what a checker or a small evaluator does with `ast`."""
import ast
import operator

SOURCE = """
import os
from typing import List

class Model(Base):
    width: int = 4

    def forward(self, x, *, scale=1.0):
        if x > 0:
            return helper(x) * scale
        return self.forward(-x)

def helper(x):
    unused = 3
    return x + CONSTANT
"""


class Collector(ast.NodeVisitor):
    def __init__(self):
        self.scope = []
        self.found = []

    def visit_ClassDef(self, node):
        self.found.append(f"class {node.name}({', '.join(map(ast.unparse, node.bases))}) at {node.lineno}:{node.col_offset}")
        self._inside(node)

    def visit_FunctionDef(self, node):
        self.found.append(f"{'.'.join(self.scope + [node.name])} at {node.lineno}-{node.end_lineno} args={[a.arg for a in node.args.args]}")
        self._inside(node)

    def _inside(self, node):
        self.scope.append(node.name)
        self.generic_visit(node)
        self.scope.pop()

    def visit_Call(self, node):
        self.found.append(f"call {ast.unparse(node.func)} in {'.'.join(self.scope)}")
        self.generic_visit(node)


class Inline(ast.NodeTransformer):
    def visit_Name(self, node):
        if node.id == "CONSTANT" and isinstance(node.ctx, ast.Load):
            return ast.copy_location(ast.Constant(10), node)
        return node

    def visit_Assign(self, node):
        return None if isinstance(node.targets[0], ast.Name) and node.targets[0].id == "unused" else node


OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
             ast.Pow: operator.pow, ast.USub: operator.neg}


def evaluate(text, **names):
    def go(node):
        match node:
            case ast.Expression(body):
                return go(body)
            case ast.Constant(value):
                return value
            case ast.Name(id=name):
                return names[name]
            case ast.BinOp(left, op, right):
                return OPERATORS[type(op)](go(left), go(right))
            case ast.UnaryOp(op, operand):
                return OPERATORS[type(op)](go(operand))
            case ast.Call(ast.Name("max"), args, []):
                return max(map(go, args))
        raise SyntaxError(f"no {type(node).__name__} here")
    return go(ast.parse(text, mode="eval"))


tree = ast.parse(SOURCE)
collector = Collector()
collector.visit(tree)
print(*collector.found, sep="\n")
print(ast.unparse(Inline().visit(tree)))
space = {}
exec(compile(ast.fix_missing_locations(ast.parse("def double(x): return x * FACTOR\nFACTOR = 2")), "<made>", "exec"), space)
print(space["double"](21))
print(evaluate("2 * (x + 3) ** 2 - -y", x=1, y=5), evaluate("max(a, b / 4, 7)", a=1, b=32))
try:
    evaluate("[1, 2]")
except SyntaxError as error:
    print("SyntaxError:", error)
made = ast.Module(body=[ast.Assign(targets=[ast.Name("z", ast.Store())], value=ast.BinOp(ast.Constant(2), ast.Mult(), ast.Constant(21)))], type_ignores=[])
ast.fix_missing_locations(made)
exec(compile(made, "<made>", "exec"), space)
print(space["z"], ast.dump(made))
print(sorted({node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}))
print([alias.name for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom)) for alias in node.names])
