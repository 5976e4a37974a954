/** `torch.utils._pytree`, written in Python: containers as leaves and the tree that holds them. */

export const PYTREE = `
from collections import OrderedDict, defaultdict, deque, namedtuple

class KeyEntry:
    def __init__(self, key):
        self.key = key
    def __repr__(self):
        return f"{type(self).__name__}({self.key!r})"
    def __eq__(self, other):
        return type(self) is type(other) and self.key == other.key
    def __hash__(self):
        return hash(self.key)

class MappingKey(KeyEntry):
    def get(self, parent):
        return parent[self.key]

class SequenceKey(KeyEntry):
    @property
    def idx(self):
        return self.key
    def get(self, parent):
        return parent[self.key]

class GetAttrKey(KeyEntry):
    @property
    def name(self):
        return self.key
    def get(self, parent):
        return getattr(parent, self.key)

NodeDef = namedtuple("NodeDef", ["type", "flatten_fn", "unflatten_fn", "flatten_with_keys_fn"])
SUPPORTED_NODES = {}

def register_pytree_node(cls, flatten_fn, unflatten_fn, *, serialized_type_name=None, to_dumpable_context=None,
                         from_dumpable_context=None, flatten_with_keys_fn=None):
    if cls in SUPPORTED_NODES:
        raise ValueError(f"{cls} is already registered as pytree node.")
    SUPPORTED_NODES[cls] = NodeDef(cls, flatten_fn, unflatten_fn, flatten_with_keys_fn)

def _register_pytree_node(cls, flatten_fn, unflatten_fn, **options):
    SUPPORTED_NODES[cls] = NodeDef(cls, flatten_fn, unflatten_fn, options.get("flatten_with_keys_fn"))

def register_dataclass(cls, *, field_names=None, drop_field_names=None, serialized_type_name=None):
    import dataclasses
    names = field_names or [f.name for f in dataclasses.fields(cls)]
    def flatten(value):
        return [getattr(value, n) for n in names], None
    def unflatten(values, context):
        return cls(**dict(zip(names, values)))
    _register_pytree_node(cls, flatten, unflatten)

def register_constant(cls):
    _register_pytree_node(cls, lambda value: ([], value), lambda values, context: context)

def _dict_flatten(d):
    return list(d.values()), list(d.keys())

def _dict_flatten_with_keys(d):
    values, context = _dict_flatten(d)
    return [(MappingKey(k), v) for k, v in zip(context, values)], context

def _dict_unflatten(values, context):
    return dict(zip(context, values))

def _is_namedtuple(value):
    return isinstance(value, tuple) and hasattr(type(value), "_fields")

def _node(value):
    cls = type(value)
    if cls in SUPPORTED_NODES:
        found = SUPPORTED_NODES[cls]
        return found.flatten_fn, found.unflatten_fn
    if cls is list:
        return (lambda v: (list(v), None)), (lambda values, context: list(values))
    if _is_namedtuple(value):
        return (lambda v: (list(v), cls)), (lambda values, context: context(*values))
    if cls is tuple:
        return (lambda v: (list(v), None)), (lambda values, context: tuple(values))
    if cls is dict:
        return _dict_flatten, _dict_unflatten
    if cls is OrderedDict:
        return _dict_flatten, (lambda values, context: OrderedDict(zip(context, values)))
    if cls is defaultdict:
        return _dict_flatten, (lambda values, context: defaultdict(value.default_factory, zip(context, values)))
    if cls is deque:
        return (lambda v: (list(v), v.maxlen)), (lambda values, context: deque(values, maxlen=context))
    return None

class TreeSpec:
    def __init__(self, type, context, children_specs, unflatten_fn=None):
        self.type = type
        self.context = context
        self.children_specs = children_specs
        self.unflatten_fn = unflatten_fn
        self.num_leaves = sum(c.num_leaves for c in children_specs) if type is not None else 1
        self.num_children = len(children_specs)
    def is_leaf(self):
        return self.type is None
    def unflatten(self, leaves):
        return tree_unflatten(leaves, self)
    def __eq__(self, other):
        return (isinstance(other, TreeSpec) and self.type is other.type and self.context == other.context
                and self.children_specs == other.children_specs)
    def __repr__(self):
        if self.type is None:
            return "*"
        return f"TreeSpec({self.type.__name__}, {self.context}, {self.children_specs})"

class LeafSpec(TreeSpec):
    def __init__(self):
        super().__init__(None, None, [])

def tree_flatten(tree, is_leaf=None):
    leaves = []
    def visit(value):
        node = None if is_leaf is not None and is_leaf(value) else _node(value)
        if node is None:
            leaves.append(value)
            return LeafSpec()
        children, context = node[0](value)
        return TreeSpec(type(value), context, [visit(c) for c in children], node[1])
    spec = visit(tree)
    return leaves, spec

def tree_unflatten(leaves, treespec):
    leaves = list(leaves)
    if len(leaves) != treespec.num_leaves:
        raise ValueError(f"tree_unflatten(leaves, treespec): leaves has length {len(leaves)} but the spec refers to a pytree that holds {treespec.num_leaves} items ({treespec}).")
    it = iter(leaves)
    def build(spec):
        if spec.is_leaf():
            return next(it)
        return spec.unflatten_fn([build(c) for c in spec.children_specs], spec.context)
    return build(treespec)

def tree_leaves(tree, is_leaf=None):
    return tree_flatten(tree, is_leaf)[0]

tree_iter = tree_leaves

def tree_structure(tree, is_leaf=None):
    return tree_flatten(tree, is_leaf)[1]

def tree_map(func, tree, *rests, is_leaf=None):
    leaves, spec = tree_flatten(tree, is_leaf)
    others = [tree_flatten(r, is_leaf)[0] for r in rests]
    return tree_unflatten([func(*values) for values in zip(leaves, *others)], spec)

def tree_map_(func, tree, *rests, is_leaf=None):
    tree_map(func, tree, *rests, is_leaf=is_leaf)
    return tree

def tree_map_only(types, func, tree=None, is_leaf=None):
    matches = (lambda v: isinstance(v, types)) if isinstance(types, (type, tuple)) else types
    return tree_map(lambda v: func(v) if matches(v) else v, tree, is_leaf=is_leaf)

def tree_all(pred, tree, is_leaf=None):
    return all(map(pred, tree_leaves(tree, is_leaf)))

def tree_any(pred, tree, is_leaf=None):
    return any(map(pred, tree_leaves(tree, is_leaf)))

def tree_flatten_with_path(tree, is_leaf=None):
    pairs = []
    def visit(value, path):
        node = None if is_leaf is not None and is_leaf(value) else _node(value)
        if node is None:
            pairs.append((path, value))
            return LeafSpec()
        children, context = node[0](value)
        keys = context if isinstance(value, dict) else range(len(children))
        key_of = MappingKey if isinstance(value, dict) else SequenceKey
        return TreeSpec(type(value), context, [visit(c, path + (key_of(k),)) for k, c in zip(keys, children)], node[1])
    spec = visit(tree, ())
    return pairs, spec

def tree_map_with_path(func, tree, *rests, is_leaf=None):
    pairs, spec = tree_flatten_with_path(tree, is_leaf)
    others = [tree_flatten(r, is_leaf)[0] for r in rests]
    return tree_unflatten([func(path, leaf, *more) for (path, leaf), *more in zip(pairs, *others)], spec)

def keystr(path):
    return "".join(f"[{k.key!r}]" if not isinstance(k, GetAttrKey) else f".{k.key}" for k in path)
`;

/** `torch.fx._pytree`: what it is told is how newer versions flatten anyway. */
export const FX_PYTREE = `
SUPPORTED_NODES = {}

def register_pytree_flatten_spec(cls, flatten_fn_spec, flatten_fn_exact_match_spec=None):
    SUPPORTED_NODES[cls] = flatten_fn_spec

def _dict_flatten_spec(d, spec):
    return [d[key] for key in spec.context]

def _list_flatten_spec(d, spec):
    return [d[i] for i in range(spec.num_children)]

_tuple_flatten_spec = _list_flatten_spec
`;
