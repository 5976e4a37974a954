/** The second part of the package `onnx_ir`: attributes, values, nodes. */

export const IR_NODES = `

class Attr:
    def __init__(self, name, type, value, ref_attr_name=None, *, doc_string=None):
        self.name, self.type, self.value, self.ref_attr_name = name, AttributeType(type), value, ref_attr_name
        self.doc_string, self.meta = doc_string, {}

    def is_ref(self):
        return self.ref_attr_name is not None

    def _as(self, kind):
        if self.type != kind:
            raise TypeError(f"Attribute '{self.name}' is not of type {kind!r}. Actual type: {self.type!r}")
        return self.value

    def as_int(self):
        return self._as(AttributeType.INT)

    def as_float(self):
        return self._as(AttributeType.FLOAT)

    def as_string(self):
        return self._as(AttributeType.STRING)

    def as_ints(self):
        return self._as(AttributeType.INTS)

    def as_floats(self):
        return self._as(AttributeType.FLOATS)

    def as_strings(self):
        return self._as(AttributeType.STRINGS)

    def as_tensor(self):
        return self._as(AttributeType.TENSOR)

    def as_tensors(self):
        return self._as(AttributeType.TENSORS)

    def as_graph(self):
        return self._as(AttributeType.GRAPH)

    def as_graphs(self):
        return self._as(AttributeType.GRAPHS)

    def __eq__(self, other):
        return isinstance(other, Attr) and (self.name, self.type, self.value) == (other.name, other.type, other.value)

    def __hash__(self):
        return hash((self.name, self.type))

    def __str__(self):
        if self.is_ref():
            return f"@{self.ref_attr_name}"
        if self.type == AttributeType.GRAPH:
            return "\\n" + str(self.value)
        return str(list(self.value)) if isinstance(self.value, tuple) else str(self.value)

    def __repr__(self):
        if self.is_ref():
            return f"RefAttr({self.name!r}, {self.type!r}, ref_attr_name={self.ref_attr_name!r})"
        return f"Attr({self.name!r}, {self.type!r}, {self.value!r})"


def RefAttr(name, ref_attr_name, type, doc_string=None):
    return Attr(name, type, None, ref_attr_name, doc_string=doc_string)


def _attr(described):
    name, kind, value, reference = described
    if kind == "TENSOR" and value is not None:
        value = _tensor(value)
    elif kind == "TENSORS":
        value = tuple(_tensor(item) for item in value)
    elif kind == "GRAPH" and value is not None:
        value = _graph(value)
    elif kind == "GRAPHS":
        value = tuple(_graph(item) for item in value)
    return Attr(name, AttributeType[kind], value, reference)


def _maker(kind):
    def make(name, value, doc_string=None):
        return Attr(name, kind, value, doc_string=doc_string)

    return make


AttrFloat32, AttrInt64, AttrString = _maker(AttributeType.FLOAT), _maker(AttributeType.INT), _maker(AttributeType.STRING)
AttrFloat32s, AttrInt64s, AttrStrings = _maker(AttributeType.FLOATS), _maker(AttributeType.INTS), _maker(AttributeType.STRINGS)
AttrTensor, AttrGraph = _maker(AttributeType.TENSOR), _maker(AttributeType.GRAPH)


def _inferred(name, value):
    if isinstance(value, Attr):
        return value
    if isinstance(value, (bool, int)):
        return AttrInt64(name, int(value))
    if isinstance(value, float):
        return AttrFloat32(name, value)
    if isinstance(value, str):
        return AttrString(name, value)
    if isinstance(value, Tensor):
        return AttrTensor(name, value)
    if isinstance(value, Graph):
        return AttrGraph(name, value)
    items = tuple(value)
    if all(isinstance(v, int) for v in items):
        return AttrInt64s(name, items)
    if all(isinstance(v, (int, float)) for v in items):
        return AttrFloat32s(name, tuple(float(v) for v in items))
    if all(isinstance(v, str) for v in items):
        return AttrStrings(name, items)
    raise TypeError(f"the attribute {name!r} of {value!r} has no type of ONNX")


class Attributes(dict):
    """A node's attributes by name; those that are added belong to the node."""

    def __init__(self, node):
        super().__init__((attr.name, attr) for attr in map(_attr, _ir.node_attributes(node._h)))
        self._node = node

    def __setitem__(self, name, value):
        attr = _inferred(name, value)
        value = attr.value._h if attr.type in (AttributeType.TENSOR, AttributeType.GRAPH) else attr.value
        _ir.set_attribute(self._node._h, name, attr.type.name, value)
        super().__setitem__(name, attr)

    def __delitem__(self, name):
        super().__delitem__(name)
        _ir.set_attribute(self._node._h, name, None, None)

    def pop(self, name, *default):
        value = super().pop(name, *default)
        _ir.set_attribute(self._node._h, name, None, None)
        return value

    def add(self, attr):
        self[attr.name] = attr

    def update(self, *args, **kwargs):
        for name, value in dict(*args, **kwargs).items():
            self[name] = value

    def get_int(self, name, default=None):
        return self[name].as_int() if name in self else default

    def get_float(self, name, default=None):
        return self[name].as_float() if name in self else default

    def get_string(self, name, default=None):
        return self[name].as_string() if name in self else default

    def get_ints(self, name, default=None):
        return self[name].as_ints() if name in self else default


class Usage(tuple):
    def __new__(cls, node, idx):
        return tuple.__new__(cls, (node, idx))

    node = property(lambda self: self[0])
    idx = property(lambda self: self[1])

    def __repr__(self):
        return f"Usage(node={self.node!r}, idx={self.idx!r})"


class Value:
    """A named result: of a node, an input or a weight."""

    def __init__(self, producer=None, *, index=None, name=None, shape=None, type=None, doc_string=None, const_value=None):
        self._bind(_ir.new_value(name))
        self._const, self.doc_string = const_value, doc_string
        if type is not None:
            self.type = type
            if shape is not None:
                self.shape = shape

    def _bind(self, h, graph=None):
        self._h, self._graph, self._const, self.doc_string = h, graph, None, None
        self.metadata_props, self.meta = {}, {}
        h.obj = self

    @property
    def name(self):
        return _ir.value_name(self._h)

    @name.setter
    def name(self, name):
        _ir.rename_value(self._h, name, None if self._graph is None else self._graph._h)

    @property
    def graph(self):
        return self._graph

    @property
    def type(self):
        described = _ir.value_type(self._h)
        return None if described is None else _type(described)

    @type.setter
    def type(self, value):
        _ir.set_value_type(self._h, None if value is None else int(value.dtype), self._sizes())

    @property
    def dtype(self):
        type = self.type
        return None if type is None else type.dtype

    @dtype.setter
    def dtype(self, value):
        self.type = TensorType(value)

    def _sizes(self):
        described = _ir.value_type(self._h)
        return None if described is None else described[2]

    @property
    def shape(self):
        sizes = self._sizes()
        if sizes is None:
            return None
        shape = Shape(sizes)
        shape._changed = self._set_shape
        return shape

    @shape.setter
    def shape(self, value):
        if value is not None and not isinstance(value, Shape):
            raise TypeError(f"Expected ir.Shape or None, got {value.__class__.__name__}")
        self._set_shape(value)

    def _set_shape(self, value):
        sizes = None if value is None else [d if isinstance(d, int) else d.value for d in value]
        dtype = self.dtype
        _ir.set_value_type(self._h, int(dtype) if dtype is not None else 0, sizes)

    @property
    def const_value(self):
        if self._const is None and self._graph is not None:
            h = _ir.initializer_content(self._graph._h, self.name)
            if h is not None and self._graph.initializers.get(self.name) is self:
                return _tensor(h, self.name)
        return self._const

    @const_value.setter
    def const_value(self, value):
        self._const = value
        if value is not None and self._graph is not None and self.is_initializer():
            _ir.set_initializer(self._graph._h, self._h, value._h)

    def producer(self):
        return None if self._graph is None else self._graph._producers().get(self)

    def index(self):
        producer = self.producer()
        return None if producer is None else producer.outputs.index(self)

    def uses(self):
        if self._graph is None:
            return ()
        return tuple(Usage(node, i) for node in self._graph.all_nodes() for i, value in enumerate(node.inputs) if value is self)

    def consumers(self):
        return tuple(dict.fromkeys(usage.node for usage in self.uses()))

    def replace_all_uses_with(self, replacement, replace_graph_outputs=False):
        for node, i in self.uses():
            node.replace_input_with(i, replacement)
        if replace_graph_outputs and self.is_graph_output():
            self._graph.outputs[:] = [replacement if value is self else value for value in self._graph.outputs]

    def is_graph_input(self):
        return self._graph is not None and any(value is self for value in self._graph.inputs)

    def is_graph_output(self):
        return self._graph is not None and any(value is self for value in self._graph.outputs)

    def is_initializer(self):
        return isinstance(self._graph, Graph) and self._graph.initializers.get(self.name) is self

    def merge_shapes(self, other):
        if other is not None and self.shape is None:
            self.shape = other

    @property
    def rank(self):
        sizes = self._sizes()
        return None if sizes is None else len(sizes)

    def _constant(self):
        const = self.const_value
        return "" if const is None else "{...}" if const.size > 10 else "{" + str(const.numpy().tolist()) + "}"

    def __str__(self):
        type = self.type
        if type is None and self.shape is None:
            return f'%"{self.name}"' + self._constant()
        kind = str(type.dtype) if isinstance(type, TensorType) else repr(type)
        shape = self.shape
        return f'%"{self.name}"<{kind},{"?" if shape is None else shape}>'

    def __repr__(self):
        parts = [f"name={self.name!r}", f"type={self.type!r}", f"shape={self.shape!r}"]
        producer = self.producer()
        if producer is not None:
            parts.append(f"producer={producer.name!r}, index={self.index()}")
        const = self.const_value
        if const is not None:
            parts.append(f"const_value={{Tensor<{const.dtype},{const.shape}>}}")
        return f"Value({', '.join(parts)})"

    def display(self, *, page=False):
        print(self)


def Input(name=None, shape=None, type=None, doc_string=None):
    return Value(name=name, shape=shape, type=type, doc_string=doc_string)


def val(name, dtype=None, shape=None, *, type=None, const_value=None):
    made = TensorType(dtype) if dtype is not None else type
    return Value(name=name, type=made, shape=None if shape is None else Shape(shape), const_value=const_value)


def _value(h, graph):
    if h is None:
        return None
    if h.obj is None:
        object.__new__(Value)._bind(h, graph)
    elif h.obj._graph is None and graph is not None:
        h.obj._graph = graph
    return h.obj


class _NodeMetadata(dict):
    """The node's metadata; the exporter's own entries can't be changed."""

    def __init__(self, node, own, added):
        super().__init__({**own, **added})
        self._node, self._own, self._added = node, own, dict(added)

    def __setitem__(self, key, value):
        if key in self._own:
            raise TypeError(f"the entry {key!r} is the exporter's own and can't be changed")
        super().__setitem__(key, value)
        self._added[key] = value
        _ir.set_node(self._node._h, "metadata_props", self._added)

    def __delitem__(self, key):
        if key in self._own:
            raise TypeError(f"the entry {key!r} is the exporter's own and can't be removed")
        super().__delitem__(key)
        del self._added[key]
        _ir.set_node(self._node._h, "metadata_props", self._added)

    def pop(self, key, *default):
        if key not in self and default:
            return default[0]
        value = self[key]
        del self[key]
        return value

    def update(self, *args, **kwargs):
        for key, value in dict(*args, **kwargs).items():
            self[key] = value

    def setdefault(self, key, default=""):
        if key not in self:
            self[key] = default
        return self[key]


class Node:
    """A call of an operator or of a function."""

    def __init__(
        self, domain, op_type, inputs, attributes=(), *, overload="", num_outputs=None, outputs=None, version=None,
        graph=None, name=None, doc_string=None, metadata_props=None,
    ):
        outputs = [Value() for _ in range(num_outputs or 1)] if outputs is None else list(outputs)
        for i, value in enumerate(outputs):
            if not value.name:
                value.name = f"val_{id(value)}_{i}"
        self._bind(_ir.new_node(domain, op_type, [v and v._h for v in inputs], [v and v._h for v in outputs], name))
        for attr in attributes.values() if isinstance(attributes, dict) else attributes:
            self.attributes.add(attr)
        if doc_string:
            self.doc_string = doc_string
        self.metadata_props.update(metadata_props or {})
        if graph is not None:
            graph.append(self)

    def _bind(self, h, graph=None):
        self._h, self._graph, self.meta = h, graph, {}
        h.obj = self

    def _field(self, name):
        return _ir.node_fields(self._h)[name]

    name = property(lambda self: self._field("name"), lambda self, value: _ir.set_node(self._h, "name", value))
    op_type = property(lambda self: self._field("op_type"), lambda self, value: _ir.set_node(self._h, "op_type", value))
    domain = property(lambda self: self._field("domain"), lambda self, value: _ir.set_node(self._h, "domain", value))
    doc_string = property(lambda self: self._field("doc_string"), lambda self, value: _ir.set_node(self._h, "doc_string", value))
    overload = property(lambda self: self._field("overload"))
    graph = property(lambda self: self._graph)

    @property
    def version(self):
        return None if self._graph is None else self._graph.opset_imports.get(self.domain)

    @property
    def inputs(self):
        return tuple(_value(h, self._graph) for h in self._field("inputs"))

    @property
    def outputs(self):
        return tuple(_value(h, self._graph) for h in self._field("outputs"))

    @property
    def attributes(self):
        return Attributes(self)

    @property
    def metadata_props(self):
        fields = _ir.node_fields(self._h)
        return _NodeMetadata(self, fields["source"], fields["metadata_props"])

    def op_identifier(self):
        return (self.domain, self.op_type, self.overload)

    def replace_input_with(self, index, value):
        inputs = self._field("inputs")
        if not 0 <= index < len(inputs):
            raise ValueError(f"Index out of range: {index}")
        inputs[index] = None if value is None else value._h
        _ir.set_node(self._h, "inputs", inputs)

    def predecessors(self):
        return tuple(dict.fromkeys(p for p in (v.producer() for v in self.inputs if v is not None) if p is not None))

    def successors(self):
        return tuple(dict.fromkeys(node for value in self.outputs for node in value.consumers()))

    def __str__(self):
        outputs = ", ".join(str(value) for value in self.outputs)
        inputs = ", ".join("None" if v is None else f'%"{v.name}"{v._constant()}' for v in self.inputs)
        attributes = self.attributes
        shown = " {" + ", ".join(f"{name}={attr}" for name, attr in attributes.items()) + "}" if attributes else ""
        overload = f":{self.overload}" if self.overload else ""
        return f"{outputs} ⬅️ {self.domain}::{self.op_type}{overload}({inputs}){shown}"

    def __repr__(self):
        return (
            f"Node(name={self.name!r}, domain={self.domain!r}, op_type={self.op_type!r}, inputs={self.inputs!r}, "
            f"attributes={dict(self.attributes)!r}, overload={self.overload!r}, outputs={self.outputs!r}, "
            f"version={self.version!r}, doc_string={self.doc_string!r})"
        )

    def display(self, *, page=False):
        print(self)


def node(op_type, inputs, attributes=None, *, domain="", overload="", num_outputs=None, outputs=None, version=None, graph=None, name=None, doc_string=None, metadata_props=None):
    given = [_inferred(key, value) for key, value in (attributes or {}).items()]
    return Node(
        domain, op_type, inputs, given, num_outputs=num_outputs, outputs=outputs, graph=graph, name=name,
        doc_string=doc_string, metadata_props=metadata_props,
    )


def _node(h, graph):
    if h.obj is None:
        object.__new__(Node)._bind(h, graph)
    elif h.obj._graph is None:
        h.obj._graph = graph
    return h.obj
`;
