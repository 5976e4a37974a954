/** `ast`, written in Python: the node classes (Python 3.12's `Python.asdl`), and the functions on trees. */

export const AST = String.raw`
import sys as _sys
import _ast

PyCF_ONLY_AST = 1024
PyCF_TYPE_COMMENTS = 4096
PyCF_ALLOW_TOP_LEVEL_AWAIT = 8192

class AST:
    _fields = ()
    _attributes = ()
    __match_args__ = ()

    def __init__(self, *args, **kwargs):
        fields = self._fields
        name = type(self).__name__
        if len(args) > len(fields):
            raise TypeError(f"{name} constructor takes at most {len(fields)} positional argument{'' if len(fields) == 1 else 's'}")
        for field, value in zip(fields, args):
            setattr(self, field, value)
        for key, value in kwargs.items():
            if key in fields[:len(args)]:
                raise TypeError(f"{name} got multiple values for argument {key!r}")
            setattr(self, key, value)

    def __reduce__(self):
        return type(self), (), self.__dict__

_SPEC = """
mod: Module(body* type_ignores*) Interactive(body*) Expression(body) FunctionType(argtypes* returns)
stmt: FunctionDef(name args body* decorator_list* returns? type_comment? type_params*) AsyncFunctionDef(name args body* decorator_list* returns? type_comment? type_params*) ClassDef(name bases* keywords* body* decorator_list* type_params*) Return(value?) Delete(targets*) Assign(targets* value type_comment?) TypeAlias(name type_params* value) AugAssign(target op value) AnnAssign(target annotation value? simple) For(target iter body* orelse* type_comment?) AsyncFor(target iter body* orelse* type_comment?) While(test body* orelse*) If(test body* orelse*) With(items* body* type_comment?) AsyncWith(items* body* type_comment?) Match(subject cases*) Raise(exc? cause?) Try(body* handlers* orelse* finalbody*) TryStar(body* handlers* orelse* finalbody*) Assert(test msg?) Import(names*) ImportFrom(module? names* level?) Global(names*) Nonlocal(names*) Expr(value) Pass() Break() Continue()
expr: BoolOp(op values*) NamedExpr(target value) BinOp(left op right) UnaryOp(op operand) Lambda(args body) IfExp(test body orelse) Dict(keys* values*) Set(elts*) ListComp(elt generators*) SetComp(elt generators*) DictComp(key value generators*) GeneratorExp(elt generators*) Await(value) Yield(value?) YieldFrom(value) Compare(left ops* comparators*) Call(func args* keywords*) FormattedValue(value conversion format_spec?) JoinedStr(values*) Constant(value kind?) Attribute(value attr ctx) Subscript(value slice ctx) Starred(value ctx) Name(id ctx) List(elts* ctx) Tuple(elts* ctx) Slice(lower? upper? step?)
expr_context: Load() Store() Del()
boolop: And() Or()
operator: Add() Sub() Mult() MatMult() Div() Mod() Pow() LShift() RShift() BitOr() BitXor() BitAnd() FloorDiv()
unaryop: Invert() Not() UAdd() USub()
cmpop: Eq() NotEq() Lt() LtE() Gt() GtE() Is() IsNot() In() NotIn()
: comprehension(target iter ifs* is_async)
excepthandler: ExceptHandler(type? name? body*)
: arguments(posonlyargs* args* vararg? kwonlyargs* kw_defaults* kwarg? defaults*)
+ arg(arg annotation? type_comment?) keyword(arg? value) alias(name asname?)
: withitem(context_expr optional_vars?) match_case(pattern guard? body*)
pattern: MatchValue(value) MatchSingleton(value) MatchSequence(patterns*) MatchMapping(keys* patterns* rest?) MatchClass(cls patterns* kwd_attrs* kwd_patterns*) MatchStar(name?) MatchAs(pattern? name?) MatchOr(patterns*)
type_ignore: TypeIgnore(lineno tag)
type_param: TypeVar(name bound?) ParamSpec(name) TypeVarTuple(name)
"""
_PLACE = ("lineno", "col_offset", "end_lineno", "end_col_offset")

def _define():
    placed = {"stmt", "expr", "excepthandler", "pattern", "type_param", "+"}
    module = globals()
    def make(name, base, text, attributes):
        fields = text.split()
        names = tuple(field.rstrip("*?") for field in fields)
        space = {"_fields": names, "__match_args__": names, "__module__": "ast", "__qualname__": name}
        if attributes is not None:
            space["_attributes"] = attributes
            space.update((attribute, None) for attribute in attributes[2:])
        space.update((field[:-1], None) for field in fields if field.endswith("?"))
        module[name] = type(name, (base,), space)
    for line in _SPEC.strip().splitlines():
        head, _, rest = line.partition(" ")
        group = head.rstrip(":")
        base = AST
        if group not in ("", "+"):
            make(group, AST, "", _PLACE if group in placed else ())
            base = module[group]
        for item in rest.split(")")[:-1]:
            name, _, fields = item.strip().partition("(")
            make(name, base, fields, _PLACE if group == "+" else None)

_define()
del _define

def parse(source, filename="<unknown>", mode="exec", *, type_comments=False, feature_version=None):
    if mode not in ("exec", "eval", "single", "func_type"):
        raise ValueError("compile() mode must be 'exec', 'eval', 'single' or 'func_type'")
    if isinstance(source, AST):
        return source
    if mode == "func_type":
        raise NotImplementedError("ast.parse of function type comments is not available")
    tree = _ast.parse(source, filename, mode, globals())
    if mode == "eval":
        return Expression(body=tree.body[0].value)
    return Interactive(body=tree.body) if mode == "single" else tree

def _malformed(node):
    place = f" on line {node.lineno}" if getattr(node, "lineno", None) else ""
    raise ValueError(f"malformed node or string{place}: {node!r}")

def literal_eval(node_or_string):
    if isinstance(node_or_string, str):
        node_or_string = parse(node_or_string.lstrip(" \t"), mode="eval")
    if isinstance(node_or_string, Expression):
        node_or_string = node_or_string.body
    def number(node):
        if not isinstance(node, Constant) or type(node.value) not in (int, float, complex):
            _malformed(node)
        return node.value
    def signed(node):
        if isinstance(node, UnaryOp) and isinstance(node.op, (UAdd, USub)):
            value = number(node.operand)
            return +value if isinstance(node.op, UAdd) else -value
        return number(node)
    def convert(node):
        match node:
            case Constant():
                return node.value
            case Tuple():
                return tuple(map(convert, node.elts))
            case List():
                return list(map(convert, node.elts))
            case Set():
                return set(map(convert, node.elts))
            case Call(func=Name(id="set"), args=[], keywords=[]):
                return set()
            case Dict():
                if len(node.keys) != len(node.values):
                    _malformed(node)
                return dict(zip(map(convert, node.keys), map(convert, node.values)))
            case BinOp(op=Add() | Sub()):
                left, right = signed(node.left), number(node.right)
                if isinstance(left, (int, float)) and isinstance(right, complex):
                    return left + right if isinstance(node.op, Add) else left - right
        return signed(node)
    return convert(node_or_string)

def iter_fields(node):
    for field in node._fields:
        try:
            yield field, getattr(node, field)
        except AttributeError:
            pass

def iter_child_nodes(node):
    for name, field in iter_fields(node):
        if isinstance(field, AST):
            yield field
        elif isinstance(field, list):
            for item in field:
                if isinstance(item, AST):
                    yield item

def walk(node):
    waiting = [node]
    for node in waiting:
        waiting.extend(iter_child_nodes(node))
        yield node

def dump(node, annotate_fields=True, include_attributes=False, *, indent=None):
    if not isinstance(node, AST):
        raise TypeError(f"expected AST, got {node.__class__.__name__!r}")
    if indent is not None and not isinstance(indent, str):
        indent = " " * indent
    def write(node, level=0):
        if indent is None:
            prefix, sep = "", ", "
        else:
            level += 1
            prefix, sep = "\n" + indent * level, ",\n" + indent * level
        if isinstance(node, list):
            if not node:
                return "[]", True
            return f"[{prefix}{sep.join(write(x, level)[0] for x in node)}]", False
        if not isinstance(node, AST):
            return repr(node), True
        parts, all_simple, keywords = [], True, annotate_fields
        for name in node._fields:
            try:
                value = getattr(node, name)
            except AttributeError:
                keywords = True
                continue
            if value is None and getattr(type(node), name, ...) is None:
                keywords = True
                continue
            text, simple = write(value, level)
            all_simple = all_simple and simple
            parts.append(f"{name}={text}" if keywords else text)
        if include_attributes:
            for name in node._attributes:
                value = getattr(node, name, ...)
                if value is ... or value is None and getattr(type(node), name, ...) is None:
                    continue
                text, simple = write(value, level)
                all_simple = all_simple and simple
                parts.append(f"{name}={text}")
        if all_simple and len(parts) <= 3:
            return f"{node.__class__.__name__}({', '.join(parts)})", not parts
        return f"{node.__class__.__name__}({prefix}{sep.join(parts)})", False
    return write(node)[0]

def copy_location(new_node, old_node):
    for attr in _PLACE:
        if attr in old_node._attributes and attr in new_node._attributes:
            value = getattr(old_node, attr, None)
            if value is not None or hasattr(old_node, attr) and attr.startswith("end_"):
                setattr(new_node, attr, value)
    return new_node

def fix_missing_locations(node):
    def fix(node, place):
        here = []
        for attr, inherited in zip(_PLACE, place):
            if attr in node._attributes:
                value = getattr(node, attr, None)
                if value is None:
                    setattr(node, attr, inherited)
                    value = inherited
                inherited = value
            here.append(inherited)
        for child in iter_child_nodes(node):
            fix(child, here)
    fix(node, [1, 0, 1, 0])
    return node

def increment_lineno(node, n=1):
    for child in walk(node):
        if isinstance(child, TypeIgnore):
            child.lineno = getattr(child, "lineno", 0) + n
            continue
        if "lineno" in child._attributes:
            child.lineno = getattr(child, "lineno", 0) + n
        if "end_lineno" in child._attributes and (end := getattr(child, "end_lineno", 0)) is not None:
            child.end_lineno = end + n
    return node

def get_docstring(node, clean=True):
    if not isinstance(node, (AsyncFunctionDef, FunctionDef, ClassDef, Module)):
        raise TypeError(f"{node.__class__.__name__!r} can't have docstrings")
    first = node.body[0] if node.body else None
    if not isinstance(first, Expr) or not isinstance(first.value, Constant) or not isinstance(first.value.value, str):
        return None
    text = first.value.value
    if clean:
        import inspect
        text = inspect.cleandoc(text)
    return text

def get_source_segment(source, node, *, padded=False):
    if getattr(node, "end_lineno", None) is None or node.end_col_offset is None:
        return None
    lines = source.splitlines(keepends=True)[node.lineno - 1:node.end_lineno]
    if not lines:
        return None
    if len(lines) == 1:
        return lines[0].encode()[node.col_offset:node.end_col_offset].decode()
    before = lines[0].encode()[:node.col_offset].decode()
    padding = "".join(c if c in "\f\t" else " " for c in before) if padded else ""
    first = padding + lines[0].encode()[node.col_offset:].decode()
    return "".join([first, *lines[1:-1], lines[-1].encode()[:node.end_col_offset].decode()])

class NodeVisitor:
    def visit(self, node):
        return getattr(self, "visit_" + node.__class__.__name__, self.generic_visit)(node)

    def generic_visit(self, node):
        for _, value in iter_fields(node):
            if isinstance(value, list):
                for item in value:
                    if isinstance(item, AST):
                        self.visit(item)
            elif isinstance(value, AST):
                self.visit(value)

class NodeTransformer(NodeVisitor):
    def generic_visit(self, node):
        for field, old in iter_fields(node):
            if isinstance(old, list):
                kept = []
                for value in old:
                    if isinstance(value, AST):
                        value = self.visit(value)
                        if value is None:
                            continue
                        if not isinstance(value, AST):
                            kept.extend(value)
                            continue
                    kept.append(value)
                old[:] = kept
            elif isinstance(old, AST):
                new = self.visit(old)
                if new is None:
                    delattr(node, field)
                else:
                    setattr(node, field, new)
        return node

def unparse(ast_obj):
    if isinstance(ast_obj, list):
        return "\n".join(map(unparse, ast_obj))
    if isinstance(ast_obj, Expression):
        ast_obj = ast_obj.body
    # Only the text counts, and it has no places.
    import copy
    ast_obj = fix_missing_locations(copy.deepcopy(ast_obj))
    for base, cls in (("expr", expr), ("stmt", stmt), ("mod", mod)):
        if isinstance(ast_obj, cls):
            return _ast.unparse(ast_obj, base, globals())
    raise TypeError(f"ast.unparse of {type(ast_obj).__name__} is not available")
`;
