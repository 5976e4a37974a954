/** ONNX's Loop with a number of rounds and values that are carried from one to the next. */

import type { DType } from "../fx/dtype.ts";
import type { Value } from "../onnx/ir.ts";
import type { LoweringBuilder } from "./lowering.ts";
import { onnxType } from "./onnx_dtype.ts";

/** A carried value with its element type; its shape may change. */
export interface Carried {
  readonly value: Value;
  readonly dtype: DType;
}

/** `rounds` is an int64 scalar, as the round's number is that `body` gets. */
export function loop(
  g: LoweringBuilder,
  rounds: Value,
  carried: readonly Carried[],
  body: (round: Value, values: readonly Value[]) => readonly Value[],
): readonly Value[] {
  return loopWhile(g, rounds, carried, (round, values) => ({ values: body(round, values), goOn: null }));
}

/** The same, that ends early: `goOn`, a bool scalar, says whether there is another round. */
export function loopWhile(
  g: LoweringBuilder,
  rounds: Value,
  carried: readonly Carried[],
  body: (round: Value, values: readonly Value[]) => { readonly values: readonly Value[]; readonly goOn: Value | null },
): readonly Value[] {
  const inputs = [
    { name: "round", type: { kind: "tensor", dtype: "int64", shape: [] } as const },
    { name: "go_on", type: { kind: "tensor", dtype: "bool", shape: [] } as const },
    ...carried.map(({ dtype }, i) => ({
      name: `carried_${i}`,
      type: { kind: "tensor", dtype: onnxType(dtype), shape: null } as const,
    })),
  ];
  const graph = g.host.subgraph("loop", inputs, ([round, before, ...state]) => {
    if (!round || !before) throw new Error("a loop body without its counter");
    const { values, goOn } = body(round, state);
    return [goOn ?? g.op("Identity", [before]), ...values];
  });
  return g.ops("Loop", [rounds, null, ...carried.map((c) => c.value)], carried.length, { body: { graph } });
}

/** The element of a list of carried values; the lists' lengths are fixed by the loop that makes them. */
export function nth(values: readonly Value[], i: number): Value {
  const value = values[i];
  if (value === undefined) throw new Error(`there is no carried value ${i}`);
  return value;
}
