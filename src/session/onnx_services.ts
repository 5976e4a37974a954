/** Files and ONNX Runtime for the `onnx` and `onnxruntime` packages that a program imports. */

import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import type { Model } from "../onnx/ir.ts";
import {
  FileRefused,
  type ModelSession,
  type ModelSessionOptions,
  type OnnxServices,
  RuntimeRefused,
} from "../onnx_packages/services.ts";
import { WriteError, writeAtomically } from "../runtime/atomic_write.ts";
import { type OrtClient, OrtError } from "../runtime/ort_client.ts";
import { MaterializeError } from "../torch/tensor/value.ts";

export interface OnnxFiles {
  /** Null in an analysis: nothing is written or run. */
  readonly outDir: string | null;
  readonly runtime: () => OrtClient;
  /** The folder of the program, in which files that it reads lie. */
  readonly folder: string;
  /** The model that an export put at a path. */
  exportedModel(path: string): Model | null;
  /** Told of each file that a program writes itself. */
  wrote(path: string, origin: object | null): void;
}

export function onnxServices(files: OnnxFiles): OnnxServices {
  /** What the program wrote comes before what lies beside it. */
  const candidates = (path: string): string[] => {
    if (isAbsolute(path)) return [path];
    return [files.outDir ?? files.folder, files.folder].map((folder) => resolve(folder, path));
  };
  return {
    readFile(path) {
      if (files.outDir === null) return "unknown";
      for (const candidate of candidates(path)) {
        try {
          return new Uint8Array(readFileSync(candidate));
        } catch (error) {
          if (!isMissing(error)) throw error;
        }
      }
      return null;
    },
    exportedModel: (path) => (files.outDir === null ? files.exportedModel(path) : null),
    writeFile(path, bytes, origin) {
      if (files.outDir === null) return;
      const destination = isAbsolute(path) ? path : join(files.outDir, path);
      try {
        writeAtomically(destination, [bytes]);
      } catch (error) {
        if (error instanceof WriteError) throw new FileRefused(error.message);
        throw error;
      }
      files.wrote(destination, origin);
    },
    openSession(model, options) {
      if (files.outDir === null) return null;
      return refused(() => openSession(files.runtime(), source(model, candidates), options));
    },
    dataOf: (content) => refused(() => content.bytes()),
  };
}

/** A path as it stands on the disk: that of a file that is there, or the first place where it was looked for. */
function source(model: Uint8Array | string, candidates: (path: string) => string[]): Uint8Array | string {
  if (typeof model !== "string") return model;
  const places = candidates(model);
  const found = places.find((place) => existsSync(place)) ?? null;
  if (found === null)
    throw new RuntimeRefused(`Load model from ${model} failed:Load model ${model} failed. File doesn't exist`);
  return found;
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return code === "ENOENT" || code === "EISDIR" || code === "ENOTDIR";
}

function openSession(runtime: OrtClient, model: Uint8Array | string, options: ModelSessionOptions): ModelSession {
  const session = runtime.load(model, options);
  return {
    inputs: session.inputs,
    outputs: session.outputs,
    run: (feeds) => refused(() => session.run(feeds)),
  };
}

function refused<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof OrtError) throw new RuntimeRefused(error.message);
    if (error instanceof MaterializeError) {
      throw new RuntimeRefused(`the model has weights without data: ${error.message}`);
    }
    throw error;
  }
}
