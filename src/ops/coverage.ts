/** What the table covers: every operator it has, every core ATen operator, and every entry of PyTorch's own ONNX registry. */

import coreAten from "./data/core_aten.json" with { type: "json" };
import pytorchRegistry from "./data/pytorch_registry.json" with { type: "json" };
import type { OpEntry } from "./define.ts";
import { opTable } from "./table.ts";

export interface CoverageRow {
  /** `aten.add.Tensor`. */
  readonly op: string;
  /** Empty for a missing operator. */
  readonly schemas: readonly string[];
  readonly status: "direct" | "decomposed" | "missing";
  readonly core: boolean;
  /** PyTorch's exporter has an ONNX function for it. */
  readonly peer: boolean;
  /** The file that defines it, from the project's root; null for a missing one. */
  readonly source: string | null;
  readonly notes: string | null;
}

/** Functions of Python that the translator maps by itself, not through the table. */
const isPythonFunction = (name: string) =>
  !name.startsWith("aten.") && !name.startsWith("prims.") && !name.startsWith("torchvision.");

function statusOf(entry: OpEntry): CoverageRow["status"] {
  if (entry.lower) return "direct";
  // In-place forms are made functional before they are translated.
  if (entry.decompose || entry.schema.args.some((a) => a.alias?.write)) return "decomposed";
  return "missing";
}

/** One row an operator, by name. */
export function coverage(): readonly CoverageRow[] {
  const core = new Set(coreAten.map((name) => `aten.${name}`));
  const peer = new Set(pytorchRegistry.filter((name) => !isPythonFunction(name)));
  const names = new Set([...[...opTable].map((e) => e.target), ...core, ...peer]);
  return [...names].sort().map((name) => {
    const entry = opTable.get(name);
    const family = entry ? opTable.family(entry) : null;
    return {
      op: name,
      schemas: entry ? [entry.schemaText] : [],
      status: entry ? statusOf(entry) : "missing",
      core: core.has(name),
      peer: peer.has(name),
      source: family === null ? null : `src/ops/${family}.ts`,
      notes: entry?.notes ?? null,
    };
  });
}
