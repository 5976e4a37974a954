"""Public names of `torch.onnx`; a program is run by both."""

import warnings

warnings.simplefilter("ignore")
import numpy as np
import onnxruntime as ort
import torch
from torch.onnx.testing import assert_onnx_program
from torch.onnx.verification import VerificationInfo, verify_onnx_program


class Scaled(torch.onnx.ExportableModule):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(4, 3)

    def forward(self, x, factor):
        return self.layer(x) * factor

    def example_arguments(self):
        return (torch.ones(2, 4),), {"factor": torch.tensor(2.0)}

    def dynamic_shapes(self):
        return {"x": {0: "rows"}, "factor": {}}

    def input_names(self):
        return ("features", "factor")

    def output_names(self):
        return ("scores",)


program = Scaled().eval().to_onnx(verbose=False)
print([(v.name, str(v.shape)) for v in program.model.graph.inputs], [(v.name, str(v.shape)) for v in program.model.graph.outputs])
print([v.name for v in torch.onnx.export(Scaled().eval(), output_names=["other"], verbose=False).model.graph.outputs])
try:
    torch.onnx.ExportableModule()
except TypeError as e:
    print("abstract" in str(e))
x = torch.randn(5, 4)
factor = torch.tensor(0.5)
first = program(x, factor=factor)[0]
second = program.call_reference(x, factor=factor)[0]
print(type(first).__name__, tuple(second.shape), second.dtype, torch.allclose(first, second, atol=1e-5))
assert_onnx_program(program, strategy=None)
assert_onnx_program(program, strategy=None, args=(x,), kwargs={"factor": factor}, backend="reference", rtol=1e-4, atol=1e-5)
try:
    assert_onnx_program(program, strategy=None, backend="none")
except ValueError as e:
    print(e)
infos = verify_onnx_program(program, (x,), {"factor": factor})
print([type(i) is VerificationInfo for i in infos], infos[0].max_abs_diff < 1e-4, infos[0].expected_dtype, sorted(infos[0].asdict()))
made = []


def initializer(model):
    made.append(type(model).__name__)
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_BASIC
    return ort.InferenceSession(model, sess_options=options, providers=["CPUExecutionProvider"])


program.initialize_inference_session(initializer)
print(made, torch.allclose(program(x, factor=factor)[0], first, atol=1e-5), len(made))
program.release()
print(torch.allclose(program(x, factor=factor)[0], first, atol=1e-5), len(made))


class Pair(torch.nn.Module):
    def forward(self, x, y, scale=None, flag=True):
        z = x + y
        return z if scale is None else z * scale


model = Pair()
observer = torch.onnx.InputObserver()
with observer(model):
    model(torch.ones(2, 3), torch.ones(1, 3))
    model(torch.ones(4, 3), torch.ones(1, 3))
print(observer.num_obs(), [t.shape for t in observer.infer_arguments()], [sorted(s) for s in observer.infer_dynamic_shapes()])
print([sorted(s) for s in observer.infer_dynamic_shapes(set_batch_dimension_for=True)], [t.shape for t in observer.infer_arguments(1)])
observer = torch.onnx.InputObserver()
with observer(model, store_n_calls=2):
    for n in (1, 2, 5):
        model(x=torch.ones(n, 3), y=torch.ones(3), scale=torch.ones(n, 1))
print(observer.num_obs(), {k: tuple(v.shape) for k, v in observer.infer_arguments().items()}, {k: sorted(v) for k, v in observer.infer_dynamic_shapes().items()})
print(torch.onnx.is_in_onnx_export(), torch.onnx.producer_name, torch.onnx.TrainingMode.EVAL is not None)
with torch.onnx.select_model_mode_for_export(model, torch.onnx.TrainingMode.EVAL):
    print(model.training)
print(model.training, [hasattr(torch.onnx, n) for n in ("utils", "symbolic_helper", "symbolic_opset9", "symbolic_opset10", "JitScalarType", "TensorProtoDataType", "register_custom_op_symbolic", "unregister_custom_op_symbolic", "errors", "ops", "OperatorExportTypes")])
