/** `torch.onnx.ops`: ONNX's operators for programs that name them. */

import { type NativeModule, nativeModule } from "../../dynamo/importer/native_module.ts";
import { rawFn } from "../../dynamo/objects/native.ts";
import { dispatch } from "../tensor/dispatch.ts";

/** The functions, by the operator of the table that each calls. */
export function onnxOpsModule(): NativeModule {
  return nativeModule("torch.onnx.ops", () => ({
    rotary_embedding: rawFn("rotary_embedding", (vm, args, kwargs) =>
      dispatch(vm, "onnx.RotaryEmbedding", args, kwargs),
    ),
    attention: rawFn("attention", (vm, args, kwargs) => dispatch(vm, "onnx.Attention", args, kwargs)),
  }));
}
