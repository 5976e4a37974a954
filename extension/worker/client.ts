/** Calls into the worker thread: numbered requests, progress, cancellation, and a new thread after a crash. */

import { Worker } from "node:worker_threads";
import type { CallMessage, Params, Result, WorkerMethod, WorkerToHost } from "../../src/protocol/worker_messages.ts";

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (stage: string) => void;
}

export interface WorkerClient {
  /** Rejects with `CancelledError`, `WorkerLostError`, or the call's own failure; it always settles. */
  call<M extends WorkerMethod>(method: M, params: Params<M>, options?: CallOptions): Promise<Result<M>>;
  dispose(): void;
}

export class CancelledError extends Error {
  constructor() {
    super("cancelled");
    this.name = "CancelledError";
  }
}

/** The thread ended in the middle of a call. */
export class WorkerLostError extends Error {
  constructor(reason: string) {
    super(`the worker ended: ${reason}`);
    this.name = "WorkerLostError";
  }
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: (stage: string) => void;
}

/** How long a cancelled call may go on before its thread is ended. */
const GRACE_MS = 3000;

/** Starts the thread at the first call. */
export function createWorkerClient(script: string): WorkerClient {
  let thread: { readonly worker: Worker; readonly pending: Map<number, Pending> } | null = null;
  let nextId = 1;
  let disposed = false;

  const start = (): NonNullable<typeof thread> => {
    const worker = new Worker(script);
    const started = { worker, pending: new Map<number, Pending>() };
    const lose = (reason: string): void => {
      if (thread === started) thread = null;
      for (const { reject } of started.pending.values()) reject(new WorkerLostError(reason));
      started.pending.clear();
    };
    worker.on("message", (message: WorkerToHost) => {
      const call = started.pending.get(message.id);
      if (call === undefined) return;
      if (message.type === "progress") {
        call.onProgress(message.stage);
        return;
      }
      started.pending.delete(message.id);
      if (message.type === "result") call.resolve(message.value);
      else call.reject(new Error(message.message));
    });
    worker.on("error", (error) => lose(error.message));
    worker.on("exit", (code) => lose(`exit code ${code}`));
    return started;
  };

  return {
    call: <M extends WorkerMethod>(method: M, params: Params<M>, { signal, onProgress = () => {} }: CallOptions = {}) =>
      new Promise<Result<M>>((resolve, reject) => {
        if (disposed) {
          reject(new WorkerLostError("the extension was deactivated"));
          return;
        }
        if (signal?.aborted === true) {
          reject(new CancelledError());
          return;
        }
        thread ??= start();
        const { worker, pending } = thread;
        const id = nextId++;
        const cancel = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
        let grace: ReturnType<typeof setTimeout> | undefined;
        const onAbort = (): void => {
          Atomics.store(new Int32Array(cancel), 0, 1);
          reject(new CancelledError());
          // Long work polls the flag; a thread that does not react is stuck.
          grace = setTimeout(() => void worker.terminate(), GRACE_MS);
        };
        const settle = (): void => {
          clearTimeout(grace);
          signal?.removeEventListener("abort", onAbort);
        };
        signal?.addEventListener("abort", onAbort, { once: true });
        pending.set(id, {
          resolve: (value) => {
            settle();
            resolve(value as Result<M>);
          },
          reject: (error) => {
            settle();
            reject(error);
          },
          onProgress,
        });
        const message: CallMessage<M> = { type: "call", id, method, params, cancel };
        worker.postMessage(message);
      }),
    dispose: () => {
      disposed = true;
      void thread?.worker.terminate();
    },
  };
}
