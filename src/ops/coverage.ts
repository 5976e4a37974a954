/** What the operator table covers: one row an operator of the table, of core ATen, or of PyTorch's own exporter. */

import { MAX_OPSET, MIN_OPSET } from "../onnx/opsets.ts";
import conformance from "./data/conformance.json" with { type: "json" };
import wanted from "./data/wanted_operators.json" with { type: "json" };
import type { OpEntry } from "./define.ts";
import { inplaceTargetOf } from "./inplace.ts";
import { type OpTable, opTable } from "./table.ts";

export interface Conformance {
  /** Recorded calls in which the operator occurs, by outcome. */
  readonly passed: number;
  readonly failed: number;
}

export interface OperatorCoverage {
  /** `aten.add.Tensor`. */
  readonly op: string;
  /** The functional schema, then that of the in-place form where there is one; empty when unknown. */
  readonly schemas: readonly string[];
  readonly status: "direct" | "decomposed" | "missing";
  /** In PyTorch's core ATen set. Gradients and `out=` forms, which a model that is exported can't meet, are left out. */
  readonly core: boolean;
  /** Translated by PyTorch's own exporter. */
  readonly peer: boolean;
  /** The ai.onnx versions that can be targeted; null for a missing operator. */
  readonly opsets: { readonly min: number; readonly max: number } | null;
  /** The family, `pointwise/binary`; null for a missing operator. */
  readonly family: string | null;
  /** The file with the entry. */
  readonly source?: string;
  /** The entry's line there; known to the built product only. */
  readonly line?: number;
  /** What the lowering leaves out. */
  readonly notes?: string;
  /** Results on PyTorch's operator samples; absent when none has the operator. */
  readonly conformance?: Conformance;
}

/** Put in by the build, see `.tools/operator_lines.mjs`. */
declare const OPERATOR_LINES: Readonly<Record<string, number>> | undefined;
const lines = typeof OPERATOR_LINES === "undefined" ? {} : OPERATOR_LINES;

const results: Readonly<Record<string, readonly number[]>> = conformance;

/** All rows, by name. */
export function coverage(table: OpTable = opTable): readonly OperatorCoverage[] {
  const lists = new Map(wanted.map((row) => [row.op, row]));
  const rows: OperatorCoverage[] = [];
  for (const entry of table) {
    const known = lists.get(entry.target);
    lists.delete(entry.target);
    rows.push(tableRow(table, entry, known?.core ?? false, known?.peer ?? false));
  }
  for (const { op, schema, core, peer } of lists.values()) {
    // Copies of views and in-place forms follow from other entries.
    const derived = table.get(op);
    if (derived !== null) {
      rows.push(tableRow(table, derived, core, peer));
      continue;
    }
    const schemas = schema === "" ? [] : [schema];
    rows.push({ op, schemas, status: "missing", core, peer, opsets: null, family: null, ...conformanceOf(op) });
  }
  return rows.sort((a, b) => (a.op < b.op ? -1 : 1));
}

function tableRow(table: OpTable, entry: OpEntry, core: boolean, peer: boolean): OperatorCoverage {
  const family = table.family(entry);
  const line = lines[entry.target];
  const inplace = inplaceTargetOf(entry.target);
  const derived = inplace === null ? null : table.get(inplace);
  return {
    op: entry.target,
    schemas: derived === null ? [entry.schemaText] : [entry.schemaText, derived.schemaText],
    status: statusOf(entry),
    core,
    peer,
    opsets: { min: MIN_OPSET, max: MAX_OPSET },
    family,
    ...(family === null ? {} : { source: `src/ops/${family}.ts` }),
    ...(line === undefined ? {} : { line }),
    ...(entry.notes === null ? {} : { notes: entry.notes }),
    ...conformanceOf(entry.target),
  };
}

function statusOf(entry: OpEntry): OperatorCoverage["status"] {
  if (entry.lower || entry.lowerComplex) return "direct";
  // In-place forms are made functional before they are translated.
  if (entry.decompose || entry.schema.args.some((a) => a.alias?.write)) return "decomposed";
  return "missing";
}

function conformanceOf(op: string): { conformance?: Conformance } {
  const [passed, failed] = results[op] ?? [];
  return passed === undefined || failed === undefined ? {} : { conformance: { passed, failed } };
}
