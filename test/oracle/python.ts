/** Runs the Python that holds real PyTorch; its path is in DYNAMO_ONNX_PYTHON. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const PYTHON = process.env["DYNAMO_ONNX_PYTHON"];
export const ROOT = resolve(import.meta.dirname, "../..");

export interface TensorRecord {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly base64: string;
}

/** One export call of a script, as real PyTorch performs it (see reference.py). */
export interface Reference {
  readonly inputs: readonly TensorRecord[];
  readonly outputs: readonly TensorRecord[];
  readonly targets: readonly string[];
  readonly state: Readonly<Record<string, TensorRecord>>;
}

export async function withTemporaryDirectory<T>(use: (directory: string) => Promise<T> | T): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), "dynamo-onnx-"));
  try {
    return await use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** What the script prints and exports under real PyTorch. */
export async function reference(script: string): Promise<{ stdout: string; exports: Reference[] }> {
  if (PYTHON === undefined) throw new Error("set DYNAMO_ONNX_PYTHON to a Python with PyTorch");
  const python = PYTHON;
  return withTemporaryDirectory((directory) => {
    const out = join(directory, "reference.jsonl");
    const run = spawnSync(python, [join(ROOT, "test/oracle/reference.py"), script, out], {
      encoding: "utf8",
      cwd: directory,
    });
    if (run.status !== 0) throw new Error(`reference.py failed:\n${run.stderr}`);
    const lines = readFileSync(out, "utf8")
      .split("\n")
      .filter((line) => line !== "");
    return { stdout: run.stdout, exports: lines.map((line) => JSON.parse(line) as Reference) };
  });
}

/** IEEE 754 binary16. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

/** The elements of a tensor record as numbers; a complex one is two. */
export function numbers(record: TensorRecord): number[] {
  const bytes = Uint8Array.from(Buffer.from(record.base64, "base64")).buffer;
  switch (record.dtype) {
    case "float32":
    case "complex64":
      return [...new Float32Array(bytes)];
    case "float64":
    case "complex128":
      return [...new Float64Array(bytes)];
    case "int64":
      return [...new BigInt64Array(bytes)].map(Number);
    case "int32":
      return [...new Int32Array(bytes)];
    case "bool":
      return [...new Uint8Array(bytes)];
    case "uint8":
      return [...new Uint8Array(bytes)];
    case "int8":
      return [...new Int8Array(bytes)];
    case "float16":
      return [...new Uint16Array(bytes)].map(halfToNumber);
    case "bfloat16":
      return [...new Float32Array(Uint32Array.from(new Uint16Array(bytes), (bits) => bits << 16).buffer)];
    default:
      throw new Error(`no reader for ${record.dtype}`);
  }
}
