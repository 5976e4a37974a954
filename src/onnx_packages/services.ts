/** What the `onnx` and `onnxruntime` packages need from the layers above: files, and ONNX Runtime. */

import type { Interpreter } from "../dynamo/interpreter.ts";
import { RuntimeErrorType } from "../dynamo/objects/exception_types.ts";
import { raise } from "../dynamo/protocols/errors.ts";
import type { Model, TensorContent } from "../onnx/ir.ts";
import type { NamedTensors } from "../onnx/named_tensors.ts";

/** An input or output of a loaded model, as ONNX Runtime tells it; `dtype` is null for what is no tensor. */
export interface SessionValue {
  readonly name: string;
  readonly dtype: string | null;
  readonly shape: readonly (number | string | null)[];
}

export interface ModelSession {
  readonly inputs: readonly SessionValue[];
  readonly outputs: readonly SessionValue[];
  /** Throws `RuntimeRefused`. */
  run(feeds: NamedTensors): NamedTensors;
}

/** `onnxruntime.SessionOptions` as far as ONNX Runtime's binding for Node takes it, by the binding's names. */
export type ModelSessionOptions = Readonly<Record<string, unknown>>;

export interface OnnxServices {
  /** A tensor's bytes; throws `RuntimeRefused` for a weight without data. */
  dataOf(content: TensorContent): Uint8Array;
  /**
   * A file that the program wrote, or one that is there: null when there is none. While a program is analysed no content is
   * known: "unknown".
   */
  readFile(path: string): Uint8Array | "unknown" | null;
  /** The model that an export of this program put at the path, where nothing is written; null otherwise. */
  exportedModel(path: string): Model | null;
  /** Writes a file as a whole. `origin` is what the content was made from. Throws `FileRefused`. */
  writeFile(path: string, bytes: Uint8Array, origin: object | null): void;
  /** `model` is the file's bytes or its path. Null while a program is analysed: nothing is run then. Throws `RuntimeRefused`. */
  openSession(model: Uint8Array | string, options: ModelSessionOptions): ModelSession | null;
}

/** The key under which the driver puts its `OnnxServices` into an interpreter's extensions. */
export const ONNX_SERVICES: unique symbol = Symbol("onnx services");

/** What ONNX Runtime says of a model or of its inputs. */
export class RuntimeRefused extends Error {}

/** Why a file could not be written. */
export class FileRefused extends Error {}

/** A tensor's bytes as far as there are services; raises RuntimeError for a weight without data. */
export function tensorBytes(vm: Interpreter, content: TensorContent): Uint8Array {
  const services = vm.extensions.get(ONNX_SERVICES) as OnnxServices | undefined;
  if (services === undefined) return content.bytes();
  try {
    return services.dataOf(content);
  } catch (error) {
    if (!(error instanceof RuntimeRefused)) throw error;
    return raise(vm, RuntimeErrorType, error.message, { ruleId: "DYN4001" });
  }
}
