/** Indexing: slices of all axes become one Slice, indices a Gather each. */

import type { Value } from "../onnx/ir.ts";
import { int64Tensor } from "../onnx/tensor_content.ts";
import type { Expr, Subscript } from "../python/ast.ts";
import type { Block } from "./block.ts";
import type { ExpressionTranslator } from "./expressions.ts";
import { TranslationError } from "./script_context.ts";

const LARGEST = 9223372036854775807n;

export function translateSubscript(
  translator: ExpressionTranslator,
  expr: Subscript,
  block: Block,
  name: string,
): Value {
  const indices = expr.slice.kind === "Tuple" ? expr.slice.elts : [expr.slice];
  const bounds: { starts: Value[]; ends: Value[]; axes: Value[]; steps: Value[] } = {
    starts: [],
    ends: [],
    axes: [],
    steps: [],
  };
  const gathers: { axis: number; index: Expr }[] = [];
  const int = (value: number | bigint) => block.constant(int64Tensor([1], [value]));
  const bound = (part: Expr) => {
    const known = translator.known(part, block);
    if (typeof known === "number" || typeof known === "bigint") return int(known);
    return block.one("Reshape", [translator.value(part, block), int(1)]);
  };
  indices.forEach((index, axis) => {
    if (index.kind !== "Slice") {
      gathers.push({ axis, index });
      return;
    }
    if (index.lower === null && index.upper === null && index.step === null) return;
    const step = index.step === null ? 1 : translator.known(index.step, block);
    if (step === undefined && (index.lower === null || index.upper === null)) {
      throw new TranslationError("a slice with a computed step needs both bounds", index.pos);
    }
    const backwards = typeof step === "number" && step < 0;
    bounds.starts.push(index.lower === null ? int(backwards ? LARGEST : 0) : bound(index.lower));
    bounds.ends.push(index.upper === null ? int(backwards ? -LARGEST : LARGEST) : bound(index.upper));
    bounds.axes.push(int(axis));
    bounds.steps.push(index.step === null ? int(1) : bound(index.step));
  });
  let value = translator.value(expr.value, block);
  if (bounds.axes.length > 0) {
    const joined = [bounds.starts, bounds.ends, bounds.axes, bounds.steps].map((parts) => {
      const [only] = parts;
      return parts.length === 1 && only !== undefined
        ? only
        : block.one("Concat", parts, [["axis", { type: "int", value: 0 }]]);
    });
    value = block.one("Slice", [value, ...joined], [], name);
  }
  // From the last axis on: a gathered scalar takes its axis away.
  for (const { axis, index } of gathers.reverse()) {
    value = block.one(
      "Gather",
      [value, translator.value(index, block)],
      [["axis", { type: "int", value: axis }]],
      name,
    );
  }
  return value;
}
