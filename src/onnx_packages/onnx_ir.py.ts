/** The package `onnx_ir`: a model, its graphs, nodes and values, read and changed in place. */

import { IR_NODES } from "./ir_nodes.py.ts";
import { IR_TYPES } from "./ir_types.py.ts";

const GRAPHS = `

class _Members(collections.abc.MutableSequence):
    """A graph's inputs or outputs: a list whose changes are the graph's."""

    def __init__(self, graph, kind):
        self._graph, self._kind = graph, kind

    def _values(self):
        return [_value(h, self._graph) for h in _ir.graph_fields(self._graph._h)[self._kind]]

    def _set(self, values):
        _ir.set_members(self._graph._h, self._kind, [value._h for value in values])

    def __len__(self):
        return len(_ir.graph_fields(self._graph._h)[self._kind])

    def __iter__(self):
        return iter(self._values())

    def __getitem__(self, index):
        return self._values()[index]

    def __setitem__(self, index, value):
        values = self._values()
        values[index] = value
        self._set(values)

    def __delitem__(self, index):
        values = self._values()
        del values[index]
        self._set(values)

    def insert(self, index, value):
        values = self._values()
        values.insert(index, value)
        self._set(values)

    def __eq__(self, other):
        return list(self) == list(other)

    def __add__(self, other):
        return [*self, *other]

    def __radd__(self, other):
        return [*other, *self]

    def __repr__(self):
        return repr(self._values())


class GraphInitializers(collections.abc.MutableMapping):
    """The weights and constants of a graph by name."""

    def __init__(self, graph):
        self._graph = graph

    def _values(self):
        return _ir.initializers(self._graph._h)

    def __getitem__(self, name):
        return _value(self._values()[name], self._graph)

    def __contains__(self, name):
        return name in self._values()

    def __iter__(self):
        return iter(self._values())

    def __len__(self):
        return len(self._values())

    def __setitem__(self, name, value):
        if value.name != name:
            raise ValueError(f"Key '{name}' does not match the name of the value '{value.name}'")
        self.add(value)

    def __delitem__(self, name):
        _ir.set_initializer(self._graph._h, self._values()[name], None)

    def add(self, value):
        const = value.const_value
        if const is None:
            raise ValueError(f"the value {value.name!r} has no const_value")
        value._graph = self._graph
        if value.type is None:
            value.type = TensorType(const.dtype)
            value.shape = Shape(const.shape)
        _ir.set_initializer(self._graph._h, value._h, const._h)

    def __repr__(self):
        return repr({name: self[name] for name in self})


class _GraphBase(collections.abc.Sequence):
    def _bind(self, h, model=None):
        self._h, self._model, self.meta = h, model, {}
        h.obj = self

    def _field(self, name):
        return _ir.graph_fields(self._h)[name]

    name = property(lambda self: self._field("name"), lambda self, value: _ir.set_graph_name(self._h, value))
    doc_string = property(lambda self: self._field("doc_string"))
    metadata_props = property(lambda self: self._field("metadata_props"))
    inputs = property(lambda self: _Members(self, "inputs"))
    outputs = property(lambda self: _Members(self, "outputs"))

    def _nodes(self):
        return [_node(h, self) for h in self._field("nodes")]

    def __len__(self):
        return len(self._field("nodes"))

    def __iter__(self):
        return iter(self._nodes())

    def __reversed__(self):
        return reversed(self._nodes())

    def __getitem__(self, index):
        return self._nodes()[index]

    def __contains__(self, node):
        return any(node is other for other in self._nodes())

    def num_nodes(self):
        return len(self)

    def node(self, index_or_name):
        if isinstance(index_or_name, str):
            for node in self._nodes():
                if node.name == index_or_name:
                    return node
            raise ValueError(f"Node with name '{index_or_name}' not found.")
        return self._nodes()[index_or_name]

    def all_nodes(self):
        for node in self._nodes():
            yield node
            for graph in _subgraphs(node):
                yield from graph.all_nodes()

    def subgraphs(self):
        for node in self._nodes():
            for graph in _subgraphs(node):
                yield graph
                yield from graph.subgraphs()

    def _producers(self):
        return {value: node for node in self._nodes() for value in node.outputs if value is not None}

    def _set_nodes(self, nodes):
        _ir.set_members(self._h, "nodes", [node._h for node in nodes])
        for node in nodes:
            node._graph = self

    def append(self, node):
        self._set_nodes([*self._nodes(), node])

    def extend(self, nodes):
        self._set_nodes([*self._nodes(), *nodes])

    def insert_before(self, node, new_nodes):
        nodes = self._nodes()
        at = nodes.index(node)
        self._set_nodes([*nodes[:at], *(new_nodes if isinstance(new_nodes, (list, tuple)) else [new_nodes]), *nodes[at:]])

    def insert_after(self, node, new_nodes):
        nodes = self._nodes()
        at = nodes.index(node) + 1
        self._set_nodes([*nodes[:at], *(new_nodes if isinstance(new_nodes, (list, tuple)) else [new_nodes]), *nodes[at:]])

    def remove(self, nodes, /, safe=False):
        gone = list(nodes) if isinstance(nodes, (list, tuple, set)) else [nodes]
        if safe:
            for node in gone:
                for value in node.outputs:
                    if value.is_graph_output() or any(usage.node not in gone for usage in value.uses()):
                        raise ValueError(f"the output {value.name!r} of {node.name!r} is still in use")
        kept = [node for node in self._nodes() if not any(node is other for other in gone)]
        self._set_nodes(kept)
        for node in gone:
            node._graph = None

    def _body(self, indent):
        lines = []
        width = len(str(len(self)))
        for i, node in enumerate(self._nodes()):
            lines.append(f"{indent}{i:>{width}} |  # {node.name}")
            lines.append(f"{indent}{' ' * width}    {node}")
        lines.append(f"{indent}return " + ", ".join(str(value) for value in self.outputs))
        return lines

    def display(self, *, page=False):
        print(self)


def _subgraphs(node):
    for attr in node.attributes.values():
        if attr.type == AttributeType.GRAPH and not attr.is_ref():
            yield attr.value
        elif attr.type == AttributeType.GRAPHS:
            yield from attr.value


def _parenthesised(name, values):
    inner = "".join(f"\\n        {value}," for value in values).rstrip(",")
    return f"    {name}=({inner}\\n    ),"


class Graph(_GraphBase):
    @property
    def opset_imports(self):
        return {} if self._model is None else self._model.opset_imports

    @property
    def initializers(self):
        return GraphInitializers(self)

    def register_initializer(self, value):
        self.initializers.add(value)

    def __str__(self):
        lines = ["graph(", f"    name={self.name},", _parenthesised("inputs", self.inputs), _parenthesised("outputs", self.outputs)]
        if self.initializers:
            shown = [f"{value}{value._constant()}" for value in self.initializers.values()]
            lines.append(_parenthesised("initializers", shown))
        return "\\n".join([*lines, ") {", *self._body("    "), "}"])

    def __repr__(self):
        return f"Graph(name={self.name!r}, inputs={self.inputs!r}, outputs={self.outputs!r}, initializers={self.initializers!r}, len()={len(self)})"


class Function(_GraphBase):
    domain = property(lambda self: self._field("domain"))
    overload = property(lambda self: self._field("overload"))
    opset_imports = property(lambda self: self._field("opset_imports"))
    initializers = property(lambda self: {})

    @property
    def attributes(self):
        return {name: None for name in self._field("attributes")}

    def identifier(self):
        return (self.domain, self.name, self.overload)

    def __str__(self):
        lines = ["<", f"    opset_imports={dict(self.opset_imports)!r},", ">", f"def {self.domain}::{self.name}("]
        lines.extend(f"    {value}," for value in self.inputs)
        return "\\n".join([*lines, ") {", *self._body("    "), "}"]).replace(",\\n) {", "\\n) {")

    def __repr__(self):
        return f"Function(domain={self.domain!r}, name={self.name!r}, overload={self.overload!r}, inputs={self.inputs!r}, outputs={self.outputs!r}, len()={len(self)})"


def _graph(h, model=None):
    if h.obj is None:
        object.__new__(Graph)._bind(h, model)
    return h.obj


def _model_field(name):
    return property(lambda self: _ir.model_fields(self._h)[name], lambda self, value: _ir.set_model_field(self._h, name, value))


class Model:
    """A model: a graph, the functions that it calls, and what is said of it."""

    ir_version = _model_field("ir_version")
    producer_name = _model_field("producer_name")
    producer_version = _model_field("producer_version")
    domain = _model_field("domain")
    model_version = _model_field("model_version")
    doc_string = _model_field("doc_string")

    @property
    def graph(self):
        return _graph(_ir.model_fields(self._h)["graph"], self)

    @property
    def opset_imports(self):
        return _ir.model_fields(self._h)["opset_imports"]

    @property
    def metadata_props(self):
        return _ir.model_fields(self._h)["metadata_props"]

    @property
    def functions(self):
        made = {}
        for h in _ir.model_fields(self._h)["functions"]:
            if h.obj is None:
                object.__new__(Function)._bind(h, self)
            made[h.obj.identifier()] = h.obj
        return made

    def graphs(self):
        yield self.graph
        yield from self.graph.subgraphs()

    def clone(self):
        return from_proto(to_proto(self))

    def _head(self):
        names = ("ir_version", "opset_imports", "producer_name", "producer_version", "domain", "model_version")
        return [f"    {name}={getattr(self, name)!r}," for name in names]

    def __str__(self):
        parts = ["<", *self._head(), ">", str(self.graph)]
        for function in self.functions.values():
            parts.extend(["", str(function)])
        return "\\n".join(parts)

    def __repr__(self):
        graph = repr(self.graph)
        return "\\n".join(["Model(", *self._head(), f"    functions={self.functions!r},", f"    graph={graph},", ")"])

    def display(self, *, page=False):
        print(self)


def _model(h):
    if h.obj is None:
        made = object.__new__(Model)
        made._h, made.meta = h, {}
        h.obj = made
    return h.obj


def from_proto(proto):
    import onnx

    if isinstance(proto, onnx.ModelProto):
        return _model(_ir.read_model(proto.SerializeToString()))
    if isinstance(proto, onnx.TensorProto):
        return Tensor(onnx.numpy_helper.to_array(proto), name=proto.name)
    raise NotImplementedError(f"from_proto of {type(proto).__name__}: models and tensors are read here")


def to_proto(ir_object):
    import onnx

    if isinstance(ir_object, Model):
        return _ir.to_proto(ir_object._h)
    if isinstance(ir_object, Tensor):
        return onnx.numpy_helper.from_array(ir_object.numpy(), ir_object.name)
    raise NotImplementedError(f"to_proto of {type(ir_object).__name__}: models and tensors are written here")


def load(path, format=None):
    import onnx

    return from_proto(onnx.load(path, format))


def save(model, path, format=None, external_data=None, size_threshold_bytes=256, callback=None, **kwargs):
    import onnx

    beside = {} if external_data is None else dict(save_as_external_data=True, location=str(external_data), size_threshold=size_threshold_bytes)
    onnx.save(to_proto(model), path, format, **beside)


def __getattr__(name):
    if name in ("passes", "convenience", "tape", "schemas", "traversal", "GraphView", "ExternalTensor", "LazyTensor", "PackedTensor", "StringTensor"):
        raise NotImplementedError(
            f"onnx_ir.{name} is not available here: save the model and use the onnx_ir package in Python for that"
        )
    raise AttributeError(f"module 'onnx_ir' has no attribute {name!r}")


from onnx_ir import serde, external_data
`;

export const ONNX_IR = IR_TYPES + IR_NODES + GRAPHS;

export const ONNX_IR_SERDE = `
from onnx_ir import from_proto as deserialize_model, to_proto as serialize_model, from_proto, to_proto
`;

export const ONNX_IR_EXTERNAL = `
def load_to_model(model):
    """The data is in the model already: it is read when it is asked for."""
    return model


def unload_from_model(model, base_dir, relative_path, size_threshold_bytes=0, callback=None):
    raise NotImplementedError("write external data with onnx_ir.save(model, path, external_data=name)")
`;
