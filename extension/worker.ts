/** Entry of the worker thread: the whole exporter runs here, so that the extension host never waits. */

import { parentPort } from "node:worker_threads";
import { serve } from "./worker/serve.ts";
import { createService } from "./worker/service.ts";

if (parentPort === null) throw new Error("worker.js must be started as a worker thread");
serve(parentPort, createService());
