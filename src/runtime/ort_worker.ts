/** The worker that owns ONNX Runtime's sessions. It answers requests in order; after each answer it wakes the client. */

import { type MessagePort, workerData } from "node:worker_threads";
import type { InferenceSession } from "onnxruntime-node";
import type { NamedTensors } from "../onnx/named_tensors.ts";
import { ENDED, type LoadedModel, REPLIES, type Reply, type Request, type RuntimeValue } from "./ort_protocol.ts";
import { dataTypeOf, fromOrtTensor, toOrtTensor } from "./ort_tensors.ts";

const { control, port } = workerData as { readonly control: Int32Array; readonly port: MessagePort };
const sessions = new Map<number, InferenceSession>();
let count = 0;
let runtime: Promise<typeof import("onnxruntime-node")> | undefined;

function loadRuntime(): Promise<typeof import("onnxruntime-node")> {
  runtime ??= import("onnxruntime-node").then((ort) => {
    ort.env.logLevel = "error";
    return ort;
  });
  return runtime;
}

async function answer(request: Request): Promise<Reply> {
  const ort = await loadRuntime();
  switch (request.kind) {
    case "warm":
      return { kind: "done" };
    case "load": {
      const options: InferenceSession.SessionOptions = { logSeverityLevel: 3 };
      const session =
        typeof request.model === "string"
          ? await ort.InferenceSession.create(request.model, options)
          : await ort.InferenceSession.create(request.model, options);
      sessions.set(++count, session);
      return { kind: "loaded", model: describe(count, session) };
    }
    case "run": {
      const session = sessions.get(request.session);
      if (session === undefined) throw new Error("the model was released");
      const feeds: Record<string, InferenceSession.OnnxValueMapType[string]> = {};
      for (const [name, tensor] of Object.entries(request.feeds)) feeds[name] = toOrtTensor(ort, name, tensor);
      const results = await session.run(feeds);
      const outputs: Record<string, NamedTensors[string]> = {};
      for (const name of session.outputNames) {
        const result = results[name];
        if (result === undefined || !("dims" in result)) throw new Error(`the output ${name} is no tensor`);
        outputs[name] = fromOrtTensor(result);
      }
      return { kind: "outputs", outputs };
    }
    case "release": {
      await sessions.get(request.session)?.release();
      sessions.delete(request.session);
      return { kind: "done" };
    }
  }
}

function describe(session: number, { inputMetadata, outputMetadata }: InferenceSession): LoadedModel {
  return { session, inputs: inputMetadata.map(describeValue), outputs: outputMetadata.map(describeValue) };
}

function describeValue(value: InferenceSession.ValueMetadata): RuntimeValue {
  if (!value.isTensor) return { name: value.name, dtype: null, shape: [] };
  return { name: value.name, dtype: dataTypeOf(value.type), shape: [...value.shape] };
}

function reply(message: Reply): void {
  port.postMessage(message);
  wake(REPLIES);
}

function wake(index: number): void {
  Atomics.add(control, index, 1);
  Atomics.notify(control, REPLIES);
}

port.on("message", (request: Request) => {
  answer(request).then(reply, (error: unknown) => {
    reply({ kind: "error", message: error instanceof Error ? error.message : String(error) });
  });
});
process.on("uncaughtException", (error) =>
  reply({ kind: "error", message: `the ONNX Runtime worker failed: ${error.message}` }),
);
process.on("exit", () => {
  // The client waits on the first cell: it has to change for the wait to end.
  Atomics.add(control, REPLIES, 1);
  wake(ENDED);
});
