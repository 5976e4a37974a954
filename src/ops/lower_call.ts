/** Runs an entry's lowering on operands. */

import { isComplex, isFloat8 } from "../fx/dtype.ts";
import type { NodeValue } from "../fx/graph.ts";
import { inputOfLowered, isOperand, lowerArgs, metaArgs } from "./arguments.ts";
import { fillDefaults } from "./bind.ts";
import { concernsComplex, lowerComplex } from "./complex/dispatch.ts";
import { viewOfCopy } from "./copies.ts";
import { MetaContext, type OpEntry } from "./define.ts";
import { computesInSingle, narrowed, widened, widenedResult } from "./half_precision.ts";
import { hasDtype } from "./has_dtype.ts";
import {
  type Invoke,
  isTensorMeta,
  type Lowered,
  type LowerInput,
  LoweringBuilder,
  type LoweringHost,
  type TensorOperand,
} from "./lowering.ts";
import { isConverted, type Promotion, realOf } from "./promotion.ts";
import { opTable } from "./table.ts";
import { OpError } from "./types.ts";

/** Lowers one call: `args` in schema order with defaults filled; `result` is the value of the FX node. */
export function lowerCall(host: LoweringHost, entry: OpEntry, args: readonly LowerInput[], result: NodeValue): Lowered {
  const g = new LoweringBuilder(host, result, invoke);
  refuseFloat8(host.opset, args, result);
  const nothing = emptyResult(g, result);
  if (nothing !== null) return nothing;
  if (concernsComplex(args, result)) {
    if (entry.lowerComplex) return entry.lowerComplex(g, lowerArgs(entry.schema, args, g));
    const again = (parts: readonly LowerInput[], real: NodeValue) => lowerCall(host, entry, parts, real);
    return lowerComplex({ g, entry, family: familyOf(entry), args, result, again });
  }
  if (!entry.lower) throw new OpError("NotImplementedError", `the operator ${entry.target} has no ONNX lowering`);
  if (computesInSingle(entry, args, result)) {
    const operands = args.map((arg) => widened(g, arg));
    return narrowed(g, lowerCall(host, entry, operands, widenedResult(result)), result);
  }
  return entry.lower(g, lowerArgs(entry.schema, args, g));
}

/** ONNX has the 8-bit floats since opset 19. */
function refuseFloat8(opset: number, args: readonly LowerInput[], result: NodeValue): void {
  if (opset >= 19 || !(hasDtype(args, isFloat8) || hasDtype(result, isFloat8))) return;
  throw new OpError(
    "NotImplementedError",
    `ONNX has no 8-bit floats in opset ${opset}: export with opset_version=19 or newer`,
  );
}

/** Tensors without elements are constants whatever the operator: kernels need not be right for them, and some are not. */
function emptyResult(g: LoweringBuilder, result: NodeValue): Lowered {
  if (Array.isArray(result)) {
    const list = (result as readonly NodeValue[]).map((item) => emptyResult(g, item));
    return list.length > 0 && !list.includes(null) ? list : null;
  }
  if (!isTensorMeta(result) || !result.shape.includes(0)) return null;
  // A size that only the data decides must come from the operator.
  if (result.shape.some((d) => g.guards.hint(d) === null)) return null;
  const sizes = isComplex(result.dtype) ? [...result.shape, 2] : result.shape;
  const known = sizes.filter((d) => typeof d === "number");
  if (known.length === sizes.length) return g.tensor([], known, realOf(result.dtype));
  return g.op("Expand", [g.const(0, realOf(result.dtype)), g.sizes(sizes)]);
}

/** The family of an entry, or of the view that it copies. */
function familyOf(entry: OpEntry): string | null {
  const view = viewOfCopy(entry.target);
  return opTable.family(view === null ? entry : opTable.require(view));
}

export const invoke: Invoke = (host, target, args, kwargs) => {
  const entry = opTable.require(target);
  const bound = fillDefaults(entry.schema, args, kwargs);
  const ctx = new MetaContext(host.guards, entry.schema, "float32");
  const result = entry.meta(ctx, metaArgs(entry.schema, bound.map(inputOfLowered), host.guards));
  const { promotion } = ctx;
  const promoted = promotion === null ? bound : bound.map((input) => promotedInput(host, input, promotion));
  return operands(lowerCall(host, entry, promoted, result), result);
};

/** What the pass over the FX graph does for its calls, for a call that a lowering makes. */
function promotedInput(host: LoweringHost, input: LowerInput, promotion: Promotion): LowerInput {
  if (isInputList(input)) return input.map((item) => promotedInput(host, item, promotion));
  if (!isOperand(input) || !isConverted(input.meta, promotion)) return input;
  const g = new LoweringBuilder(host, input.meta, invoke);
  return { value: g.as(input, promotion.dtype), meta: { ...input.meta, dtype: promotion.dtype } };
}

function isInputList(input: LowerInput): input is readonly LowerInput[] {
  return Array.isArray(input);
}

/** A lowering's values with their metas. */
function operands(lowered: Lowered, result: NodeValue): readonly TensorOperand[] {
  if (isLoweredList(lowered)) {
    const metas = Array.isArray(result) ? (result as readonly NodeValue[]) : [result];
    return lowered.flatMap((l, i) => operands(l, metas[i] ?? null));
  }
  if (lowered === null || !isTensorMeta(result)) return [];
  return ["value" in lowered ? { value: lowered.value, meta: result } : { value: lowered, meta: result }];
}

function isLoweredList(lowered: Lowered): lowered is readonly Lowered[] {
  return Array.isArray(lowered);
}
