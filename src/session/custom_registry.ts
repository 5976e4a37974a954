/** The registry of one export: the operator table, and above it the onnx-script functions that the program registered. */

import type { Interpreter } from "../dynamo/interpreter.ts";
import { PyRaise } from "../dynamo/objects/exception.ts";
import { float } from "../dynamo/objects/float.ts";
import { PyList } from "../dynamo/objects/list.ts";
import type { PyValue } from "../dynamo/objects/object.ts";
import { PyTuple } from "../dynamo/objects/tuple.ts";
import { call } from "../dynamo/protocols/call.ts";
import { str } from "../dynamo/protocols/convert.ts";
import { OnnxRegistry } from "../exporter/registry.ts";
import { operatorSchema } from "../onnx/checker/operator_schemas.ts";
import { DATA_TYPES } from "../onnx/data_type.ts";
import { allNodes } from "../onnx/graph_access.ts";
import type { FunctionDef } from "../onnx/ir.ts";
import { PyTraced, type Recorder, withRecorder } from "../onnxscript/tracing.ts";
import type { Lowered, LowerInput, LoweringHost } from "../ops/lowering.ts";
import { onnxType } from "../ops/onnx_dtype.ts";
import { OpError } from "../ops/types.ts";
import type { CustomTranslation } from "../torch/services.ts";

/** `base`: what the caller of the session registered; the program's own functions stand above it. */
export function customRegistry(
  vm: Interpreter | null,
  translations: readonly CustomTranslation[],
  base: OnnxRegistry | null,
): OnnxRegistry {
  const registry = new OnnxRegistry();
  if (base !== null) registry.include(base);
  if (vm === null) {
    if (translations.length > 0) throw new Error("translations in Python need an interpreter");
    return registry;
  }
  for (const { target, complex, function: f } of translations) {
    const [namespace = "", opName = "", overload = "default"] = target.split(".");
    const translate = (
      host: LoweringHost,
      args: readonly LowerInput[],
      kwargs: Readonly<Record<string, LowerInput>>,
    ): Lowered => {
      const named = new Map(Object.entries(kwargs).map(([name, value]) => [name, pythonValue(value)]));
      return withRecorder(vm, recorder(host, registry), () => {
        try {
          return lowered(call(vm, f, args.map(pythonValue), named), target);
        } catch (error) {
          if (!(error instanceof PyRaise)) throw error;
          const reason = `its registered function raised ${error.value.type.name}: ${str(vm, error.value)}`;
          throw new OpError("RuntimeError", reason);
        }
      });
    };
    registry.registerOp(translate, namespace, opName, overload, { complex });
  }
  return registry;
}

function recorder(host: LoweringHost, registry: OnnxRegistry): Recorder {
  return {
    opset: host.opset,
    node: (opType, domain, version, inputs, attributes, outputs) => {
      if (domain !== "" && !registry.opsets.has(domain)) registry.opsets.set(domain, version);
      return host.add({ opType, domain, inputs, attributes, outputs: new Array<null>(outputs).fill(null) });
    },
    constant: (content) => host.initializer(content),
    define: (def) => registry.defineFunction(retargeted(def, host.opset)),
  };
}

/** A function must import the opset that the model does; it may, where all its operators are the same in both. */
function retargeted(def: FunctionDef, opset: number): FunctionDef {
  const own = def.opsetImports.get("");
  if (own === undefined || own === opset) return def;
  for (const { opType, domain } of allNodes(def.nodes)) {
    if (domain !== "" || operatorSchema(opType, own)?.since === operatorSchema(opType, opset)?.since) continue;
    const message = `the function ${def.name} is written for opset ${own}, in which ${opType} differs from opset ${opset}`;
    throw new OpError("NotImplementedError", message);
  }
  return { ...def, opsetImports: new Map([...def.opsetImports, ["", opset]]) };
}

function pythonValue(input: LowerInput): PyValue {
  if (isList(input)) return new PyList(input.map(pythonValue));
  if (typeof input !== "object" || input === null) return input;
  if ("meta" in input) return new PyTraced(input.value);
  switch (input.kind) {
    case "symint":
      return new PyTraced(input.value);
    case "float":
      return float(input.value);
    case "dtype":
      return DATA_TYPES[onnxType(input.dtype)];
    case "device":
    case "memory_format":
    case "layout":
      return null;
    default:
      throw new OpError("NotImplementedError", `an argument of the kind ${input.kind} can't be handed to it`);
  }
}

function isList(input: LowerInput): input is readonly LowerInput[] {
  return Array.isArray(input);
}

function lowered(result: PyValue, target: string): Lowered {
  if (result === null) return null;
  if (result instanceof PyTraced) return result.value;
  if (result instanceof PyTuple || result instanceof PyList) return result.items.map((item) => lowered(item, target));
  throw new OpError("TypeError", `the function registered for ${target} must return values of the model`);
}
