/** An onnx-script function: the ONNX function that it was translated to, and the functions that it calls. */

import { nativeType } from "../dynamo/objects/core_types.ts";
import { PyObject, type PyValue } from "../dynamo/objects/object.ts";
import type { AttributeKind, FunctionDef } from "../onnx/ir.ts";

export interface ScriptFunction {
  readonly def: FunctionDef;
  readonly attributeTypes: ReadonlyMap<string, AttributeKind>;
  /** Callees before callers, `def` itself not among them. */
  readonly callees: readonly FunctionDef[];
}

export const onnxFunctionType = nativeType("OnnxFunction", { module: "onnxscript", hasDict: true });

export class PyOnnxFunction extends PyObject {
  readonly script: ScriptFunction;
  /** The Python function as it was written. */
  readonly python: PyValue;
  constructor(script: ScriptFunction, python: PyValue) {
    super(onnxFunctionType);
    this.script = script;
    this.python = python;
  }
}

export const opsetType = nativeType("Opset", {
  module: "onnxscript.values",
  hasDict: true,
  allocate: (t) => new PyOpset("", 1, t),
});
export const opType = nativeType("Op", { module: "onnxscript.values" });

/** `opset18`; a custom one is `onnxscript.values.Opset("my.domain", 1)`. */
export class PyOpset extends PyObject {
  domain: string;
  version: number;
  constructor(domain: string, version: number, type = opsetType) {
    super(type);
    this.domain = domain;
    this.version = version;
  }
}

/** `op.Add` */
export class PyOp extends PyObject {
  readonly opset: PyOpset;
  readonly name: string;
  constructor(opset: PyOpset, name: string) {
    super(opType);
    this.opset = opset;
    this.name = name;
  }
}
