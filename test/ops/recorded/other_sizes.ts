/** Whether a program that was exported with symbols from one sample may run on another sample's tensors. */

import type { ExportedProgram } from "../../../src/fx/exported_program.ts";
import { isTensorMeta } from "../../../src/ops/lowering.ts";
import { mapInts } from "../../../src/shapes/bool.ts";
import { evaluate } from "../../../src/shapes/expr.ts";
import type { SymExpr, SymInt } from "../../../src/shapes/types.ts";
import type { RecordedCase, RecordedPlaceholder } from "./case_file.ts";

/** The same calls, other sizes, and these fulfil the program's ranges and guards. */
export function fitsProgram(program: ExportedProgram, original: RecordedCase, other: RecordedCase): boolean {
  if (calls(original) !== calls(other) || sizes(original) === sizes(other)) return false;
  const point = new Map<SymExpr, number>();
  const placeholders = program.graph.nodes.filter((node) => node.op === "placeholder");
  for (const [i, theirs] of other.placeholders.entries()) {
    const ours = placeholders[i]?.meta.value;
    if (!isTensorMeta(ours) || !agrees(ours.shape, theirs.shape.map(Number), point)) return false;
  }
  const at = (value: SymInt) => evaluate(value, (e) => point.get(e) ?? null);
  for (const [i, theirs] of other.placeholders.entries()) {
    const ours = placeholders[i]?.meta.value;
    if (!isTensorMeta(ours) || ours.strides.some((s, k) => theirs.shape[k] !== 1 && at(s) !== theirs.strides[k]))
      return false;
  }
  const inRange = program.ranges.every(({ symbol, min, max }) => {
    const value = at(symbol);
    return value === null || (value >= min && value <= max);
  });
  // A guard on a size that the data decides is the run's to keep.
  return inRange && program.guards.every(({ condition }) => mapInts(condition, (v) => at(v) ?? v) !== false);
}

/** Sets the symbols of `shape`; false when a fixed size is another. */
function agrees(shape: readonly SymInt[], values: readonly number[], point: Map<SymExpr, number>): boolean {
  if (shape.length !== values.length) return false;
  return shape.every((d, i) => {
    const value = values[i] ?? 0;
    if (typeof d === "number") return d === value;
    if (d.kind !== "symbol") return false;
    point.set(d, value);
    return true;
  });
}

function calls(recorded: RecordedCase): string {
  const constant = (p: RecordedPlaceholder) => (p.kind === "constant" ? p.data : "");
  return JSON.stringify([
    recorded.placeholders.map((p) => [p.name, p.kind, p.dtype, p.offset, constant(p)]),
    recorded.nodes.map((n) => [n.name, n.target, n.args, n.kwargs]),
    recorded.outputs,
  ]);
}

function sizes(recorded: RecordedCase): string {
  return JSON.stringify(recorded.placeholders.map((p) => p.shape));
}
