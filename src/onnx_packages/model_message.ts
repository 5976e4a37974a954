/** A model of the IR as a ModelProto whose weights are read when they are looked at. */

import type { Interpreter } from "../dynamo/interpreter.ts";
import type { Initializer, Model } from "../onnx/ir.ts";
import { decodePlain, type PlainMessage } from "../onnx/serde/message_schema.ts";
import { tensorHeader } from "../onnx/serde/tensors.ts";
import { modelToBytes } from "../onnx/serde/write_model.ts";
import { PyMessage } from "./message.ts";
import "./message_types.ts";
import { tensorBytes } from "./services.ts";

/** `origin` is known to whoever writes the message to a file. */
export function modelMessage(vm: Interpreter, model: Model, origin: object | null = null): PyMessage {
  const plain = decodePlain("ModelProto", modelToBytes(model, { includeInitializers: false }));
  const graph = {
    ...(plain["graph"] as PlainMessage),
    initializer: [...model.graph.initializers.values()].map((item) => tensor(vm, item)),
  };
  const message = new PyMessage("ModelProto", { ...plain, graph });
  message.origin = origin;
  return message;
}

function tensor(vm: Interpreter, { value, content }: Initializer): PlainMessage {
  const header: Record<string, unknown> = { ...tensorHeader(value.name, content, undefined) };
  if (content.strings !== undefined) return header;
  Object.defineProperty(header, "raw_data", {
    get: () => tensorBytes(vm, content),
    enumerable: true,
    configurable: true,
  });
  return header;
}
