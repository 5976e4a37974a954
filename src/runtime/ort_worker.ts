/** The worker that owns ONNX Runtime's sessions. It answers requests in order; after each answer it wakes the client. */

import { type MessagePort, workerData } from "node:worker_threads";
import type { InferenceSession } from "onnxruntime-node";
import type { NamedTensors } from "../onnx/named_tensors.ts";
import {
  ENDED,
  type LoadedModel,
  REPLIES,
  type Reply,
  type Request,
  type RuntimeOptions,
  type RuntimeValue,
  STARTED,
} from "./ort_protocol.ts";
import { dataTypeOf, fromOrtTensor, toOrtTensor } from "./ort_tensors.ts";

const { control, port } = workerData as { readonly control: Int32Array; readonly port: MessagePort };
const sessions = new Map<number, InferenceSession>();
let count = 0;
let runtime: Promise<Ort> | undefined;

function loadRuntime(): Promise<Ort> {
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
      const session = await open(ort, request.model, { ...FULL, ...sessionOptions(request.options) });
      sessions.set(++count, session);
      return { kind: "loaded", model: describe(count, session) };
    }
    case "run": {
      const session = sessions.get(request.session);
      if (session === undefined) throw new Error("the model was released");
      return { kind: "outputs", outputs: await run(ort, session, request.feeds) };
    }
    case "run_once": {
      const small = typeof request.model !== "string" && request.model.byteLength < SMALL_MODEL;
      const session = await open(ort, request.model, small ? QUICK : FULL);
      try {
        return { kind: "outputs", outputs: await run(ort, session, request.feeds) };
      } finally {
        await session.release();
      }
    }
    case "release": {
      await sessions.get(request.session)?.release();
      sessions.delete(request.session);
      return { kind: "done" };
    }
  }
}

const FULL: InferenceSession.SessionOptions = { logSeverityLevel: 3 };
/** Making threads and optimising take longer than running a small model once. */
const QUICK: InferenceSession.SessionOptions = {
  ...FULL,
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  graphOptimizationLevel: "disabled",
  enableCpuMemArena: false,
};
const SMALL_MODEL = 64 * 1024;

/** Entries have dotted names; the binding takes them as nested objects. */
function sessionOptions({ entries, ...options }: RuntimeOptions): InferenceSession.SessionOptions {
  if (entries === undefined) return options;
  const extra: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(entries)) {
    const parts = name.split(".");
    const last = parts.pop() ?? name;
    let scope = extra;
    for (const part of parts) {
      scope[part] ??= {};
      scope = scope[part] as Record<string, unknown>;
    }
    scope[last] = value;
  }
  return { ...options, extra };
}

type Ort = typeof import("onnxruntime-node");

function open(
  ort: Ort,
  model: Uint8Array | string,
  options: InferenceSession.SessionOptions,
): Promise<InferenceSession> {
  return typeof model === "string"
    ? ort.InferenceSession.create(model, options)
    : ort.InferenceSession.create(model, options);
}

async function run(ort: Ort, session: InferenceSession, tensors: NamedTensors): Promise<NamedTensors> {
  const feeds: Record<string, InferenceSession.OnnxValueMapType[string]> = {};
  for (const [name, tensor] of Object.entries(tensors)) feeds[name] = toOrtTensor(ort, name, tensor);
  const results = await session.run(feeds);
  const outputs: Record<string, NamedTensors[string]> = {};
  for (const name of session.outputNames) {
    const result = results[name];
    if (result === undefined || !("dims" in result)) throw new Error(`the output ${name} is no tensor`);
    outputs[name] = fromOrtTensor(result);
  }
  return outputs;
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
  Atomics.notify(control, index);
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
  Atomics.add(control, ENDED, 1);
  // The client waits on this cell: it has to change for the wait to end.
  wake(REPLIES);
});
wake(STARTED);
