/** The worker's side of the calls: runs one after another, in the order they came; a cancelled one that waits is skipped. */

import type { MessagePort } from "node:worker_threads";
import type { CallMessage, WorkerMethod, WorkerService, WorkerToHost } from "../../src/protocol/worker_messages.ts";

/** An expected failure: its message is for the user. Anything else is reported with its stack. */
export class UserError extends Error {}

export function serve(port: MessagePort, service: WorkerService): void {
  const post = (message: WorkerToHost): void => port.postMessage(message);
  let last: Promise<void> = Promise.resolve();
  port.on("message", (message: CallMessage) => {
    last = last.then(() => run(message, service, post));
  });
}

async function run<M extends WorkerMethod>(
  { id, method, params, cancel }: CallMessage<M>,
  service: WorkerService,
  post: (message: WorkerToHost) => void,
): Promise<void> {
  const flag = new Int32Array(cancel);
  const cancelled = (): boolean => Atomics.load(flag, 0) !== 0;
  if (cancelled()) {
    post({ type: "error", id, message: "cancelled" });
    return;
  }
  try {
    const value = await service[method](params, {
      cancelled,
      progress: (stage) => post({ type: "progress", id, stage }),
    });
    post({ type: "result", id, value });
  } catch (error) {
    post({ type: "error", id, message: describe(error) });
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof UserError
    ? error.message
    : `internal error, please report it: ${error.stack ?? error.message}`;
}
