/** `_onnx`: files, the checker and ONNX Runtime, for the Python text of the `onnx` and `onnxruntime` packages. */

import { nativeModule } from "../dynamo/importer/native_module.ts";
import type { Interpreter } from "../dynamo/interpreter.ts";
import { PyBytes } from "../dynamo/objects/bytes.ts";
import { nativeType } from "../dynamo/objects/core_types.ts";
import { PyDict } from "../dynamo/objects/dict.ts";
import { OSErrorType, RuntimeErrorType, TypeErrorType } from "../dynamo/objects/exception_types.ts";
import { PyFloat } from "../dynamo/objects/float.ts";
import { PyList } from "../dynamo/objects/list.ts";
import { defineGetSet, defineMethods, fn } from "../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../dynamo/objects/object.ts";
import { PyTuple } from "../dynamo/objects/tuple.ts";
import { PyUnknown } from "../dynamo/objects/unknown.ts";
import { index } from "../dynamo/protocols/convert.ts";
import { raise } from "../dynamo/protocols/errors.ts";
import { toArray } from "../dynamo/protocols/iterate.ts";
import { checkModel } from "../onnx/checker/check_model.ts";
import { DATA_TYPES, type DataType } from "../onnx/data_type.ts";
import type { NamedTensors, RuntimeTensor } from "../onnx/named_tensors.ts";
import { MAX_OPSET } from "../onnx/opsets.ts";
import { OnnxFormatError } from "../onnx/serde/format_error.ts";
import { readModel } from "../onnx/serde/read_model.ts";
import { PyMessage } from "./message.ts";
import { modelMessage } from "./model_message.ts";
import {
  FileRefused,
  type ModelSession,
  type ModelSessionOptions,
  ONNX_SERVICES,
  type OnnxServices,
  RuntimeRefused,
  type SessionValue,
} from "./services.ts";

function services(vm: Interpreter): OnnxServices {
  const found = vm.extensions.get(ONNX_SERVICES) as OnnxServices | undefined;
  return found ?? raise(vm, RuntimeErrorType, "there are no files and no ONNX Runtime here");
}

const sessionType = nativeType("_Session", { module: "_onnx" });

class PySession extends PyObject {
  readonly session: ModelSession;
  constructor(session: ModelSession) {
    super(sessionType);
    this.session = session;
  }
}

function described(values: readonly SessionValue[]): PyValue {
  return new PyList(values.map(({ name, dtype, shape }) => new PyTuple([name, dtype, new PyList([...shape])])));
}

defineGetSet(sessionType, {
  inputs: { get: (_vm, self) => described((self as PySession).session.inputs) },
  outputs: { get: (_vm, self) => described((self as PySession).session.outputs) },
});
defineMethods(sessionType, {
  "run(self, feeds)": (vm, self: PySession, feeds: PyDict) => {
    const given: Record<string, RuntimeTensor> = {};
    for (const [name, tensor] of feeds.attrMap) given[name] = tensorOf(vm, tensor);
    const outputs = refusable(vm, () => self.session.run(given));
    return PyDict.fromStrings(Object.entries(outputs).map(([name, tensor]) => [name, tensorValue(tensor)]));
  },
});

/** `(element type, sizes, bytes or strings)` */
function tensorOf(vm: Interpreter, value: PyValue): RuntimeTensor {
  const [type = null, sizes = null, data = null] = toArray(vm, value);
  if (typeof type !== "string" || !(type in DATA_TYPES)) return raise(vm, TypeErrorType, "no element type of ONNX");
  const dtype = type as DataType;
  const shape = toArray(vm, sizes).map((size) => Number(index(vm, size)));
  if (data instanceof PyBytes) return { dtype, shape, bytes: data.bytes };
  return { dtype, shape, bytes: new Uint8Array(0), strings: toArray(vm, data).map(String) };
}

function tensorValue({ dtype, shape, bytes, strings }: NamedTensors[string]): PyValue {
  const data = strings === undefined ? new PyBytes(bytes) : new PyList([...strings]);
  return new PyTuple([dtype, new PyTuple([...shape]), data]);
}

function refusable<T>(vm: Interpreter, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RuntimeRefused)) throw error;
    return raise(vm, RuntimeErrorType, error.message, { ruleId: "DYN5001" });
  }
}

/** Nothing is run while a program is analysed: what the session gives is unknown, and that is said once here. */
function unrun(vm: Interpreter): PyUnknown {
  const message = "The model is not run during the analysis; what ONNX Runtime gives is unknown.";
  vm.report({ ruleId: "DYN1006", level: "note", message, span: vm.currentSpan(), stack: vm.stack() });
  return new PyUnknown("a session of ONNX Runtime");
}

function textOf(vm: Interpreter, path: PyValue): string {
  return typeof path === "string" ? path : raise(vm, TypeErrorType, "a path must be a string");
}

function sessionOptions(vm: Interpreter, options: PyDict): ModelSessionOptions {
  const made: Record<string, unknown> = {};
  for (const [name, value] of options.attrMap) {
    if (value instanceof PyDict) {
      made[name] = Object.fromEntries([...value.attrMap].map(([key, item]) => [key, plain(vm, item)]));
    } else made[name] = plain(vm, value);
  }
  return made;
}

function plain(vm: Interpreter, value: PyValue): unknown {
  if (typeof value === "string" || typeof value === "boolean") return value;
  return value instanceof PyFloat ? value.value : Number(index(vm, value));
}

export const onnxNativeModule = nativeModule("_onnx", () => ({
  MAX_OPSET,
  read_file: fn("read_file(path)", (vm: Interpreter, path: PyValue) => {
    const name = textOf(vm, path);
    const bytes = services(vm).readFile(name);
    if (bytes === null) return null;
    return bytes === "unknown" ? new PyUnknown(`file '${name}'`) : new PyBytes(bytes);
  }),
  exported_model: fn("exported_model(path)", (vm: Interpreter, path: PyValue) => {
    const model = services(vm).exportedModel(textOf(vm, path));
    return model === null ? null : modelMessage(vm, model);
  }),
  write_file: fn(
    "write_file(path, data, message)",
    (vm: Interpreter, path: PyValue, data: PyBytes, message: PyValue) => {
      const origin = message instanceof PyMessage ? message.origin : null;
      try {
        services(vm).writeFile(textOf(vm, path), data.bytes, origin);
      } catch (error) {
        if (!(error instanceof FileRefused)) throw error;
        raise(vm, OSErrorType, error.message, { ruleId: "DYN6001" });
      }
      return null;
    },
  ),
  check: fn("check(data)", (_vm: Interpreter, data: PyBytes) => {
    try {
      const issues = checkModel(readModel(data.bytes));
      return new PyList(issues.map(({ where, message }) => `${where}: ${message}`));
    } catch (error) {
      if (!(error instanceof OnnxFormatError)) throw error;
      return new PyList([error.message]);
    }
  }),
  open_session: fn("open_session(model, options)", (vm: Interpreter, model: PyValue, options: PyDict) => {
    const given = model instanceof PyBytes ? model.bytes : textOf(vm, model);
    const session = refusable(vm, () => services(vm).openSession(given, sessionOptions(vm, options)));
    return session === null ? unrun(vm) : new PySession(session);
  }),
}));
