/** `torch.onnx.ops`: ONNX's operators for programs that name them. */

import { type NativeModule, nativeModule } from "../../dynamo/importer/native_module.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { NotImplementedErrorType } from "../../dynamo/objects/exception_types.ts";
import { fn, type PyNative, rawFn } from "../../dynamo/objects/native.ts";
import { raise } from "../../dynamo/protocols/errors.ts";
import { dispatch } from "../tensor/dispatch.ts";

/** A node of any name needs no operator of PyTorch's; programs have another way to ask for one. */
function notSymbolic(name: string): PyNative {
  const instead =
    "declare the operator with torch.library.custom_op and register_fake, and give its ONNX function with custom_translation_table";
  return rawFn(name, (vm) =>
    raise(vm, NotImplementedErrorType, `torch.onnx.ops.${name} is not supported here: ${instead}`),
  );
}

/** The functions, by the operator of the table that each calls. */
export function onnxOpsModule(): NativeModule {
  return nativeModule("torch.onnx.ops", () => ({
    rotary_embedding: rawFn("rotary_embedding", (vm, args, kwargs) =>
      dispatch(vm, "onnx.RotaryEmbedding", args, kwargs),
    ),
    attention: rawFn("attention", (vm, args, kwargs) => dispatch(vm, "onnx.Attention", args, kwargs)),
    symbolic: notSymbolic("symbolic"),
    symbolic_multi_out: notSymbolic("symbolic_multi_out"),
    // They have translations of their own.
    aten_decompositions: fn("aten_decompositions()", () => new PyDict()),
  }));
}
