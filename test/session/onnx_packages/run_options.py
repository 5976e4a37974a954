"""Options of runs, levels of the default logger, the strategy of a capture; a program is run by both."""

import warnings

warnings.simplefilter("ignore")
import numpy as np
import onnxruntime as ort
import torch
from torch.onnx.testing import assert_onnx_program


class Twice(torch.nn.Module):
    def forward(self, x):
        return x * 2, x + 1


x = torch.ones(2)
program = torch.onnx.export(Twice(), (x,), output_names=["a", "b"], verbose=False)
assert_onnx_program(program)
for strategy in ("TorchExportStrictStrategy", ""):
    try:
        assert_onnx_program(program, strategy=strategy)
    except ValueError as e:
        print(e)
captured = torch.onnx.export(torch.export.export(Twice(), (x,)), verbose=False)
assert_onnx_program(captured, strategy=None)
try:
    assert_onnx_program(captured)
except ValueError as e:
    print(e)

session = ort.InferenceSession(program.model_proto.SerializeToString())
options = ort.RunOptions()
options.only_execute_path_to_fetches = True
print(session.run(["b"], {"x": x.numpy()}, options)[0].tolist())
options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
print(options.get_run_config_entry("memory.enable_memory_arena_shrinkage"))
try:
    options.get_run_config_entry("none")
except RuntimeError as e:
    print(e)
options = ort.RunOptions()
options.terminate = True
for run in (
    lambda: session.run(None, {"x": x.numpy()}, options),
    lambda: session.run_with_ort_values(["a"], {"x": ort.OrtValue.ortvalue_from_numpy(x.numpy())}, options),
):
    try:
        run()
    except Exception as e:
        print(type(e).__name__, e)
options.terminate = False
print([r.tolist() for r in session.run(None, {"x": np.zeros(2, np.float32)}, options)])
for severity in (-1, 5):
    try:
        ort.set_default_logger_severity(severity)
    except RuntimeError as e:
        print("0:Verbose" in str(e))
ort.set_default_logger_severity(3)
ort.set_default_logger_verbosity(0)
print(len(ort.InferenceSession(program.model_proto.SerializeToString()).run(None, {"x": x.numpy()})))
