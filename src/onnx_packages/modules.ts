/** The `onnx` and `onnxruntime` packages as programs import them. */

import { lazy, type NativeModule, nativeModule } from "../dynamo/importer/native_module.ts";
import { sourceModule } from "../dynamo/importer/source_module.ts";
import { PyModule } from "../dynamo/objects/module.ts";
import type { PyValue } from "../dynamo/objects/object.ts";
import { HELPER, NUMPY_HELPER } from "./helper.py.ts";
import { irNativeModule } from "./ir_native.ts";
import { messageTypes } from "./message.ts";
import { decodeErrorType, messageType } from "./message_types.ts";
import { onnxNativeModule } from "./native.ts";
import { CHECKER, DEFS, EXTERNAL_DATA, MAPPING, ONNX, PRINTER, REFERENCE, SHAPE_INFERENCE } from "./onnx.py.ts";
import { ONNX_IR, ONNX_IR_EXTERNAL, ONNX_IR_SERDE } from "./onnx_ir.py.ts";
import { ONNXRUNTIME, PYBIND_STATE } from "./onnxruntime.py.ts";

/** Messages that stand at the top of `onnx.proto`. */
function messages(): Record<string, PyValue> {
  return Object.fromEntries([...messageTypes].filter(([name]) => !name.includes(".")));
}

/** `from onnxscript import ir` gives the same package. */
function attributesOf(module: PyValue): Record<string, PyValue> {
  return module instanceof PyModule ? Object.fromEntries(module.attrs ?? []) : {};
}

export function onnxModules(): readonly NativeModule[] {
  return [
    onnxNativeModule,
    nativeModule("_onnx_messages", () => ({ ...messages(), DecodeError: decodeErrorType })),
    sourceModule("onnx", ONNX),
    nativeModule("onnx.onnx_ml_pb2", messages),
    nativeModule("onnx.onnx_pb", messages),
    sourceModule("onnx.checker", CHECKER),
    sourceModule("onnx.defs", DEFS),
    sourceModule("onnx.external_data_helper", EXTERNAL_DATA),
    sourceModule("onnx.helper", HELPER),
    sourceModule("onnx.mapping", MAPPING),
    sourceModule("onnx.numpy_helper", NUMPY_HELPER),
    sourceModule("onnx.printer", PRINTER),
    sourceModule("onnx.reference", REFERENCE),
    sourceModule("onnx.shape_inference", SHAPE_INFERENCE),
    irNativeModule(),
    sourceModule("onnx_ir", ONNX_IR),
    sourceModule("onnx_ir.serde", ONNX_IR_SERDE),
    sourceModule("onnx_ir.external_data", ONNX_IR_EXTERNAL),
    nativeModule("onnxscript.ir", (vm) => attributesOf(vm.importModule("onnx_ir"))),
    sourceModule("onnxruntime", ONNXRUNTIME),
    nativeModule("onnxruntime.capi", (vm) => ({
      onnxruntime_pybind11_state: lazy(() => vm.importModule("onnxruntime.capi.onnxruntime_pybind11_state")),
    })),
    sourceModule("onnxruntime.capi.onnxruntime_pybind11_state", PYBIND_STATE),
    nativeModule("google", (vm) => ({ protobuf: lazy(() => vm.importModule("google.protobuf")) })),
    nativeModule("google.protobuf", (vm) => ({ message: lazy(() => vm.importModule("google.protobuf.message")) })),
    nativeModule("google.protobuf.message", () => ({ Message: messageType, DecodeError: decodeErrorType })),
  ];
}
