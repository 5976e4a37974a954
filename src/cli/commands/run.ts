/** `dynamo-onnx run`: runs a model in ONNX Runtime and summarises its outputs. */

import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { NpyFormatError, readNpy, writeNpy } from "../../formats/npy.ts";
import type { NamedTensors, RuntimeTensor } from "../../onnx/named_tensors.ts";
import { ensureDirectory, WriteError, writeAtomically } from "../../runtime/atomic_write.ts";
import { OrtClient, OrtError } from "../../runtime/ort_client.ts";
import type { RuntimeValue } from "../../runtime/ort_protocol.ts";
import { integerOption, readArguments } from "../arguments.ts";
import { randomTensor } from "../random_tensor.ts";
import { summarise } from "../tensor_summary.ts";
import { UsageError } from "../usage_error.ts";

export async function runCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments("run", args, {
    input: { type: "string", multiple: true },
    seed: { type: "string" },
    "output-dir": { type: "string" },
    json: { type: "boolean", default: false },
  });
  const [model, ...more] = positionals;
  if (model === undefined || more.length > 0) throw new UsageError("run takes one MODEL.onnx", "run");
  const given = new Map((values.input ?? []).map(inputFile));
  const seed = integerOption("run", "seed", values.seed) ?? 0;
  if (!existsSync(model)) {
    process.stderr.write(`dynamo-onnx: ${model}: there is no such file\n`);
    return 1;
  }
  const runtime = new OrtClient();
  try {
    const session = runtime.load(resolve(model));
    const unknown = [...given.keys()].find((name) => !session.inputs.some((input) => input.name === name));
    if (unknown !== undefined) {
      throw new UsageError(
        `the model has no input '${unknown}'; its inputs are ${session.inputs.map((i) => i.name).join(", ")}`,
        "run",
      );
    }
    const feeds: NamedTensors = Object.fromEntries(
      session.inputs.map((input, i) => [input.name, feedOf(input, given.get(input.name), seed + i)]),
    );
    const outputs = Object.entries(session.run(feeds));
    const directory = values["output-dir"];
    if (directory !== undefined) writeOutputs(resolve(directory), outputs);
    const summaries = outputs.map(([name, tensor]) => summarise(name, tensor));
    if (values.json) process.stdout.write(`${JSON.stringify({ outputs: summaries }, null, 1)}\n`);
    else {
      for (const { name, dtype, shape, min, max, mean } of summaries) {
        const range = min === null ? "" : `  min ${min}  max ${max}  mean ${mean}`;
        process.stdout.write(`${name}: ${dtype}[${shape.join(", ")}]${range}\n`);
      }
    }
    return 0;
  } catch (error) {
    if (!(error instanceof OrtError || error instanceof NpyFormatError || error instanceof WriteError)) throw error;
    process.stderr.write(`dynamo-onnx: ${error.message}\n`);
    return 1;
  } finally {
    runtime.close();
  }
}

function inputFile(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at <= 0) throw new UsageError(`--input '${text}': write it as name=file.npy`, "run");
  return [text.slice(0, at), text.slice(at + 1)];
}

function feedOf(input: RuntimeValue, file: string | undefined, seed: number): RuntimeTensor {
  if (file === undefined) return randomTensor(input, seed);
  try {
    return readNpy(readFileSync(file));
  } catch (error) {
    if (error instanceof NpyFormatError) throw new NpyFormatError(`${file}: ${error.message}`);
    throw new UsageError(
      `--input ${input.name}: ${file} can't be read (${error instanceof Error ? error.message : String(error)})`,
      "run",
    );
  }
}

function writeOutputs(directory: string, outputs: readonly (readonly [string, RuntimeTensor])[]): void {
  ensureDirectory(directory);
  for (const [name, tensor] of outputs) {
    const file = `${name.replace(/[^A-Za-z0-9_.-]/g, "_")}.npy`;
    writeAtomically(join(directory, file), [writeNpy(tensor)]);
  }
}
