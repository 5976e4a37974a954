/** A program that was exported with symbols from one sample, at the sizes of another sample. */

import type { ExportedProgram } from "../../../src/fx/exported_program.ts";
import { isTensorMeta } from "../../../src/ops/lowering.ts";
import { mapInts } from "../../../src/shapes/bool.ts";
import { evaluate } from "../../../src/shapes/expr.ts";
import { printInt } from "../../../src/shapes/print.ts";
import type { SymExpr, SymInt } from "../../../src/shapes/types.ts";
import { isRecordedMeta, type RecordedCase, type RecordedPlaceholder, type RecordedValue } from "./case_file.ts";

/**
 * The symbols' values that make the program's inputs those of `other`: the same calls, other sizes, which fulfil the program's
 * ranges and guards. Null when there are none.
 */
export function pointOf(program: ExportedProgram, original: RecordedCase, other: RecordedCase): Point | null {
  if (calls(original) !== calls(other) || sizes(original) === sizes(other)) return null;
  const point = new Map<SymExpr, number>();
  const placeholders = program.graph.nodes.filter((node) => node.op === "placeholder");
  for (const [i, theirs] of other.placeholders.entries()) {
    const ours = placeholders[i]?.meta.value;
    if (!isTensorMeta(ours) || !agrees(ours.shape, theirs.shape.map(Number), point)) return null;
  }
  const at = (value: SymInt) => evaluate(value, (e) => point.get(e) ?? null);
  for (const [i, theirs] of other.placeholders.entries()) {
    const ours = placeholders[i]?.meta.value;
    if (!isTensorMeta(ours) || ours.strides.some((s, k) => theirs.shape[k] !== 1 && at(s) !== theirs.strides[k]))
      return null;
  }
  const inRange = program.ranges.every(({ symbol, min, max }) => {
    const value = at(symbol);
    return value === null || (value >= min && value <= max);
  });
  // A guard on a size that the data decides is the run's to keep.
  const kept = program.guards.every(({ condition }) => mapInts(condition, (v) => at(v) ?? v) !== false);
  return inRange && kept ? point : null;
}

export type Point = ReadonlyMap<SymExpr, number>;

/** Where the program's symbolic metas, at `point`, are not those that PyTorch has for `other`; null when they are. */
export function metasDiffer(program: ExportedProgram, other: RecordedCase, point: Point): string | null {
  const at = (value: SymInt) => evaluate(value, (e) => point.get(e) ?? null);
  const nodes = program.graph.nodes.filter((node) => node.op === "call_function");
  for (const [i, theirs] of other.nodes.entries()) {
    const ours = nodes[i]?.meta.value ?? null;
    const pairs = Array.isArray(theirs.meta)
      ? theirs.meta.map((meta: RecordedValue, k) => [Array.isArray(ours) ? ours[k] : ours, meta] as const)
      : [[ours, theirs.meta] as const];
    for (const [mine, meta] of pairs) {
      if (!isTensorMeta(mine) || !isRecordedMeta(meta)) continue;
      // A size that the data decides has no value at the point.
      const wrong = mine.shape.some(
        (d, k) => (at(d) ?? meta.shape[k]) !== meta.shape[k] && typeof meta.shape[k] === "number",
      );
      if (wrong || mine.shape.length !== meta.shape.length)
        return `${theirs.target}: shape [${mine.shape.map((d) => `${printInt(d)}=${at(d)}`).join(", ")}], PyTorch has [${meta.shape.join(", ")}]`;
    }
  }
  return null;
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
