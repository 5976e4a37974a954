/** `dynamo-onnx registry`: how each ATen operator is translated. */

import { coverage } from "../../ops/coverage.ts";
import { readArguments } from "../arguments.ts";
import { UsageError } from "../usage_error.ts";

export async function registryCommand(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments("registry", args, { json: { type: "boolean", default: false } });
  if (positionals.length > 0) throw new UsageError("registry takes no arguments", "registry");
  const operators = coverage();
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ operators }, null, 1)}\n`);
    return 0;
  }
  for (const { op, status } of operators) process.stdout.write(`${status.padEnd(11)} ${op}\n`);
  const counts = new Map<string, number>();
  for (const { status } of operators) counts.set(status, (counts.get(status) ?? 0) + 1);
  process.stdout.write(`${[...counts].map(([status, n]) => `${n} ${status}`).join(", ")}\n`);
  return 0;
}
