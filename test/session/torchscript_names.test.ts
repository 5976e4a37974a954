/** Names of `torch.onnx` that can't work here: each is one error that says what to do instead. */

import { expect, it } from "vitest";
import { printed } from "./helpers.ts";

it("says what takes the place of the TorchScript exporter's names", async () => {
  const text = await printed(`
import torch
from torch.onnx import register_custom_op_symbolic, symbolic_helper, utils, verification
x = torch.ones(1)
for use in (
    lambda: register_custom_op_symbolic("a::b", None, 11),
    lambda: torch.onnx.unregister_custom_op_symbolic("a::b", 11),
    lambda: symbolic_helper.parse_args("v"),
    lambda: torch.onnx.symbolic_opset9.relu,
    lambda: utils.unpack_quantized_tensor,
    lambda: torch.onnx.JitScalarType.from_dtype(torch.float32),
    lambda: verification.find_mismatch(None),
    lambda: torch.onnx.ops.symbolic("d::Op", (x,), dtype=x.dtype, shape=x.shape),
):
    try:
        use()
    except NotImplementedError as e:
        print(str(e).split(" ")[0], "custom_translation_table" in str(e) or "verify_onnx_program" in str(e))
`);
  expect(text).toBe(`torch.onnx.register_custom_op_symbolic True
torch.onnx.unregister_custom_op_symbolic True
torch.onnx.symbolic_helper.parse_args True
torch.onnx.symbolic_opset9.relu True
torch.onnx.utils.unpack_quantized_tensor True
torch.onnx.JitScalarType True
torch.onnx.verification.find_mismatch True
torch.onnx.ops.symbolic True
`);
});
