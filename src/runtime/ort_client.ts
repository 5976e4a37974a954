/** Runs models in ONNX Runtime, synchronously: a worker owns the sessions, and the caller waits on shared memory. */

import { existsSync } from "node:fs";
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { NamedTensors } from "../onnx/named_tensors.ts";
import { bundledFile } from "./bundled_file.ts";
import {
  CONTROL_BYTES,
  ENDED,
  type LoadedModel,
  REPLIES,
  type Reply,
  type Request,
  type RuntimeOptions,
  STARTED,
  UNSUPPORTED_TYPE,
} from "./ort_protocol.ts";
import { type WidenedModel, widenedModel } from "./widened_model.ts";

/** What ONNX Runtime says, or why it could not be asked. */
export class OrtError extends Error {
  override readonly name = "OrtError";
}

export interface OrtClientOptions {
  /** The bundled `ort_worker.js`; found beside the running bundle by default. */
  readonly workerPath?: string;
  /** Milliseconds that one request may take before the worker is given up. */
  readonly timeout?: number;
}

const DEFAULT_TIMEOUT = 10 * 60_000;
const START_TIMEOUT = 30_000;
/** Milliseconds that an announced reply may take to arrive; on a busy machine it is not always there at once. */
const LATE_MESSAGE = 2_000;
/** Nobody wakes a wait on it: it is a pause. */
const PAUSE = new Int32Array(new SharedArrayBuffer(4));

/** A model in the worker, to be run any number of times. */
export interface OrtSession {
  readonly inputs: LoadedModel["inputs"];
  readonly outputs: LoadedModel["outputs"];
  run(feeds: NamedTensors): NamedTensors;
  release(): void;
}

interface Connection {
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly control: Int32Array;
  /** Replies taken so far. */
  taken: number;
  /** Requests whose replies nobody waits for. */
  ignored: number;
}

export class OrtClient {
  private readonly options: OrtClientOptions;
  private connection: Connection | null = null;

  constructor(options: OrtClientOptions = {}) {
    this.options = options;
  }

  /** Starts the worker and lets it load ONNX Runtime while the caller does other things. */
  warm(): void {
    const connection = this.connect();
    connection.port.postMessage({ kind: "warm" } satisfies Request);
    connection.ignored++;
  }

  /** `model` is a file's bytes or its path (needed when it has external data). Throws `OrtError` with ONNX Runtime's message. */
  load(model: Uint8Array | string, options: RuntimeOptions = {}): OrtSession {
    return withWidening(model, (bytes, widened) => this.open(bytes, widened, options));
  }

  /** Loads, runs once and releases. */
  run(model: Uint8Array | string, feeds: NamedTensors): NamedTensors {
    return withWidening(model, (given, widened) => {
      const source = typeof given === "string" ? given : compact(given);
      const request: Request = { kind: "run_once", model: source, feeds: compactAll(widened?.widen(feeds) ?? feeds) };
      return outputsOf(this.request(request), widened);
    });
  }

  /** Ends the worker; the next request starts another. */
  close(): void {
    const connection = this.connection;
    this.connection = null;
    connection?.port.close();
    void connection?.worker.terminate();
  }

  private open(model: Uint8Array | string, widened: WidenedModel | null, options: RuntimeOptions): OrtSession {
    const source = typeof model === "string" ? model : compact(model);
    const reply = this.request({ kind: "load", model: source, options });
    if (reply.kind !== "loaded") throw new Error(`the worker answered ${reply.kind} to load`);
    const { session, inputs, outputs } = reply.model;
    return {
      inputs: widened?.describe(inputs) ?? inputs,
      outputs: widened?.describe(outputs) ?? outputs,
      run: (feeds) =>
        outputsOf(this.request({ kind: "run", session, feeds: compactAll(widened?.widen(feeds) ?? feeds) }), widened),
      release: () => {
        if (this.connection !== null) this.request({ kind: "release", session });
      },
    };
  }

  private request(request: Request): Exclude<Reply, { kind: "error" }> {
    const connection = this.connect();
    connection.port.postMessage(request);
    while (connection.ignored > 0) {
      // A failed warm-up says the same again with the request itself.
      this.take(connection);
      connection.ignored--;
    }
    const reply = this.take(connection);
    if (reply.kind === "error") throw new OrtError(reply.message);
    return reply;
  }

  private take(connection: Connection): Reply {
    const timeout = this.options.timeout ?? DEFAULT_TIMEOUT;
    Atomics.wait(connection.control, STARTED, 0, Math.min(timeout, START_TIMEOUT));
    if (Atomics.load(connection.control, STARTED) === 0) {
      this.close();
      throw new OrtError("the ONNX Runtime worker did not start");
    }
    const result = Atomics.wait(connection.control, REPLIES, connection.taken, timeout);
    const here = receiveMessageOnPort(connection.port);
    const message = here ?? (result === "timed-out" ? undefined : lateMessage(connection));
    if (message !== undefined) {
      connection.taken++;
      return message.message as Reply;
    }
    const ended = Atomics.load(connection.control, ENDED) !== 0;
    this.close();
    if (ended) throw new OrtError("the ONNX Runtime worker ended before it answered");
    if (result === "timed-out") throw new OrtError(`ONNX Runtime did not answer within ${timeout / 1000} seconds`);
    throw new Error("the ONNX Runtime worker announced a reply that did not come");
  }

  private connect(): Connection {
    if (this.connection !== null) return this.connection;
    const path = this.options.workerPath ?? bundledFile("ort_worker.js");
    if (path === null || !existsSync(path)) {
      throw new OrtError(
        `ONNX Runtime can't be started: ${path ?? "ort_worker.js"} is missing; build the project first`,
      );
    }
    const control = new Int32Array(new SharedArrayBuffer(CONTROL_BYTES));
    const channel = new MessageChannel();
    const worker = new Worker(path, {
      workerData: { control, port: channel.port2 },
      transferList: [channel.port2],
      // Output of the worker would mix with the caller's.
      stdout: false,
      stderr: false,
    });
    const connection: Connection = { worker, port: channel.port1, control, taken: 0, ignored: 0 };
    // Never keeps the process alive; a failure shows in the next request.
    worker.unref();
    channel.port1.unref();
    worker.on("error", () => this.forget(connection));
    worker.on("exit", () => this.forget(connection));
    this.connection = connection;
    return connection;
  }

  private forget(connection: Connection): void {
    if (this.connection === connection) this.connection = null;
  }
}

/** The reply of a worker that is alive and was heard before its message arrived; undefined when none comes. */
function lateMessage({ port, control }: Connection): ReturnType<typeof receiveMessageOnPort> {
  const end = performance.now() + LATE_MESSAGE;
  while (Atomics.load(control, ENDED) === 0 && performance.now() < end) {
    Atomics.wait(PAUSE, 0, 0, 1);
    const message = receiveMessageOnPort(port);
    if (message !== undefined) return message;
  }
  // What it sent before it ended.
  return receiveMessageOnPort(port);
}

/** Tries the model as it is, and again with casts at its boundary when the binding can't take a type there. */
function withWidening<T>(
  model: Uint8Array | string,
  attempt: (model: Uint8Array | string, widened: WidenedModel | null) => T,
): T {
  try {
    return attempt(model, null);
  } catch (error) {
    if (!(error instanceof OrtError) || !UNSUPPORTED_TYPE.test(error.message)) throw error;
    const widened = widenedModel(model);
    if (widened === null) throw error;
    return attempt(widened.bytes, widened);
  }
}

function outputsOf(reply: Exclude<Reply, { kind: "error" }>, widened: WidenedModel | null): NamedTensors {
  if (reply.kind !== "outputs") throw new Error(`the worker answered ${reply.kind} to a run`);
  return widened?.narrow(reply.outputs) ?? reply.outputs;
}

function compactAll(tensors: NamedTensors): NamedTensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, t]) => [name, { ...t, bytes: compact(t.bytes) }]));
}

/** Posting a view copies the whole buffer behind it. */
function compact(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
}
