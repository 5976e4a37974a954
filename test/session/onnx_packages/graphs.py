"""What programs read of `onnx_program.model` and `model_proto` after an export; a program is run by both."""

import warnings

warnings.simplefilter("ignore")
import numpy as np
import onnx
import onnx_ir as ir
import torch


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.arange(12.0).reshape(4, 3))
        self.register_buffer("scale", torch.tensor([2.0, 3.0, 4.0]))

    def forward(self, x, mask):
        y = torch.matmul(x, self.weight) * self.scale
        return torch.relu(y), mask & (y.sum(-1) > 0)


x, mask = torch.ones(2, 4), torch.tensor([True, False])
batch = torch.export.Dim("batch", min=1, max=64)
program = torch.onnx.export(
    Net(), (x, mask), dynamic_shapes={"x": {0: batch}, "mask": {0: batch}}, opset_version=18, verbose=False
)
model = program.model
graph = model.graph
for value in [*graph.inputs, *graph.outputs]:
    print(value.name if value in list(graph.inputs) else "output", value.shape, repr(value.shape), value.dtype, value.type, value.shape.rank())
    print([isinstance(d, int) for d in value.shape], [str(d) for d in value.shape], value.shape.is_static(), value.shape.is_dynamic(0))
    print(value.is_graph_input(), value.is_graph_output(), value.is_initializer(), value.producer() is None)
print(sorted(name for name in graph.initializers if name in ("scale", "weight")), graph.initializers["weight"].const_value.numpy().tolist())
weight = graph.initializers["scale"]
print(weight.shape, weight.dtype, weight.const_value.nbytes, weight.const_value.size, weight.const_value.shape, weight.const_value.dtype)
print(weight.name, weight.is_initializer(), [use.node.op_type for use in weight.uses()], [use.idx for use in weight.uses()])
print(model.opset_imports[""], graph.num_nodes() == len(graph) == len(list(graph)), len(model.functions), isinstance(model, ir.Model))
operators = [node.op_type for node in graph.all_nodes()]
for name in ("MatMul", "Mul", "Relu", "And", "ReduceSum", "Greater"):
    print(name, operators.count(name))
relu = next(node for node in graph if node.op_type == "Relu")
print(relu.domain == "", relu.graph is graph, len(relu.inputs), len(relu.outputs), relu.outputs[0].producer() is relu, relu.outputs[0].index())
print(relu.inputs[0].producer().op_type, relu.op_identifier(), relu.attributes, [n.op_type for n in relu.predecessors()])
print(relu in graph, graph.node(relu.name) is relu, graph.node(-1) is list(graph)[-1], ir.DataType.FLOAT == 1, ir.DataType.FLOAT.numpy(), ir.DataType.INT64.itemsize)
print(ir.Shape(["n", 3]) == ["n", 3], ir.Shape([2, 3]).numpy(), ir.SymbolicDim("n") == "n", ir.Shape([1, None]).has_unknown_dim())
model.metadata_props["author"] = "me"
graph.name = "net"
graph.inputs[0].name = "pixels"
relu.metadata_props["note"] = "kept"
proto = program.model_proto
print(proto.graph.name, [v.name for v in proto.graph.input], [(p.key, p.value) for p in proto.metadata_props if p.key == "author"])
print([p.value for n in proto.graph.node for p in n.metadata_props if p.key == "note"])
dims = proto.graph.input[0].type.tensor_type.shape.dim
print([d.dim_param or d.dim_value for d in dims], [d.HasField("dim_value") for d in dims], [d.WhichOneof("value") for d in dims])
print(onnx.TensorProto.DataType.Name(proto.graph.input[1].type.tensor_type.elem_type), len(proto.graph.output))
by_name = {t.name: onnx.numpy_helper.to_array(t) for t in proto.graph.initializer}
print(by_name["weight"].dtype, by_name["weight"].sum(), list(by_name["scale"]))
onnx.checker.check_model(proto)
print(len(proto.SerializeToString()) == proto.ByteSize(), onnx.load_from_string(proto.SerializeToString()) == proto)
copy = onnx.ModelProto()
copy.CopyFrom(proto)
copy.graph.node[0].name = "first"
print(copy == proto, proto.graph.node[0].name == "first")
text = onnx.helper.printable_graph(proto.graph).split("\n")
print(text[0], text[-1], [line for line in text if "Relu" in line][0].split(" = ")[1].split("(")[0])
