/** Shapes and strides of views. */

import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { eq, ge, le } from "../../shapes/bool.ts";
import { add, floordiv, isExpr, max, min, mod, mul, neg, product, sub } from "../../shapes/expr.ts";
import { printInt } from "../../shapes/print.ts";
import type { SymInt } from "../../shapes/types.ts";
import { fixedToOne, isOne, printShape, sameSize } from "../broadcast.ts";
import type { MetaContext } from "../define.ts";
import { contiguous, viewStrides } from "../strides.ts";

/** A size list with -1 resolved. */
export function inferSize(ctx: MetaContext, size: readonly SymInt[], numel: SymInt): readonly SymInt[] {
  const open = size.indexOf(-1);
  const invalid = () => ctx.error(`shape '${printShape(size)}' is invalid for input of size ${printInt(numel)}`);
  if (size.some((d) => typeof d === "number" && d < -1)) {
    throw ctx.error(`invalid shape dimension ${printInt(size.find((d) => typeof d === "number" && d < -1) ?? -2)}`);
  }
  if (open < 0) {
    if (!sameSize(ctx.guards, product(size), numel, "view")) throw invalid();
    return size;
  }
  if (size.indexOf(-1, open + 1) >= 0) throw ctx.error("only one dimension can be inferred");
  const known = product(size.filter((_, i) => i !== open));
  if (known === 0) {
    throw ctx.error(
      `cannot reshape tensor of 0 elements into shape ${printShape(size)} because the unspecified dimension size -1 can be any value and is ambiguous`,
    );
  }
  const rest = eq(mod(numel, known), 0);
  const divides =
    typeof rest === "boolean"
      ? rest
      : [numel, known].every((n) => ctx.guards.hint(n) !== null)
        ? ctx.guards.decide(rest, "view")
        : requireRest(ctx, rest);
  if (!divides) throw invalid();
  return size.map((d, i) => (i === open ? floordiv(numel, known) : d));
}

/** A size that only the data decides can't be checked now: the program holds where it fits. */
function requireRest(ctx: MetaContext, rest: ReturnType<typeof eq>): boolean {
  ctx.guards.require(rest, "view");
  return true;
}

/** The view of `self` with another shape; raises when the strides don't allow it. */
export function viewed(ctx: MetaContext, self: TensorMeta, size: readonly SymInt[]): TensorMeta {
  const shape = inferSize(ctx, size, product(self.shape));
  const strides = viewStrides(ctx.guards, self, shape);
  if (!strides) {
    throw ctx.error(
      "view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.",
    );
  }
  return { ...unwrapped(self), shape, strides };
}

/** A view where the strides allow one, else a copy. */
export function reshaped(ctx: MetaContext, self: TensorMeta, size: readonly SymInt[]): TensorMeta {
  const shape = inferSize(ctx, size, product(self.shape));
  const strides = viewStrides(ctx.guards, self, shape);
  return strides ? { ...unwrapped(self), shape, strides } : contiguous(self.dtype, shape, self.device);
}

/** The same tensor, no longer a Python number. */
export function unwrapped(self: TensorMeta): TensorMeta {
  const { dtype, shape, strides, storageOffset, device } = self;
  return { dtype, shape, strides, storageOffset, device };
}

export function permuted(self: TensorMeta, perm: readonly number[]): TensorMeta {
  const pick = (list: readonly SymInt[]) => perm.map((p) => list[p] ?? 1);
  return { ...unwrapped(self), shape: pick(self.shape), strides: pick(self.strides) };
}

/** Without one dimension; `offset` steps into it. */
export function selected(self: TensorMeta, dim: number, index: SymInt): TensorMeta {
  const drop = (list: readonly SymInt[]) => list.filter((_, i) => i !== dim);
  const storageOffset = add(self.storageOffset, mul(index, self.strides[dim] ?? 1));
  return { ...unwrapped(self), shape: drop(self.shape), strides: drop(self.strides), storageOffset };
}

/** A dimension with another length, start and step. */
export function sliced(self: TensorMeta, dim: number, start: SymInt, length: SymInt, step: number): TensorMeta {
  return {
    ...unwrapped(self),
    shape: self.shape.map((d, i) => (i === dim ? length : d)),
    strides: self.strides.map((s, i) => (i === dim ? mul(s, step) : s)),
    storageOffset: add(self.storageOffset, mul(start, self.strides[dim] ?? 1)),
  };
}

/** Python's clamping of a slice bound into [0, n]. */
export function clampBound(ctx: MetaContext, bound: SymInt, n: SymInt): SymInt {
  if (typeof bound === "number" && typeof n === "number") {
    const b = bound < 0 ? bound + n : bound;
    return Math.min(Math.max(b, 0), n);
  }
  if (typeof bound === "number") {
    if (bound >= 9223372036854775000) return n;
    if (bound === 0) return 0;
    if (bound > 0) return decided(ctx, ge(n, bound)) ? bound : n;
    return decided(ctx, ge(n, -bound)) ? add(n, bound) : 0;
  }
  const nonNegative = ctx.guards.prove(ge(bound, 0));
  const hinted = ctx.guards.hint(bound) !== null;
  const b =
    nonNegative === true || (hinted && ctx.guards.decide(ge(bound, 0), "slice"))
      ? bound
      : hinted
        ? add(bound, n)
        : bound;
  const inside = ctx.guards.prove(le(b, n));
  if (inside === true) return b;
  if (ctx.guards.hint(b) !== null && ctx.guards.hint(n) !== null) return ctx.guards.decide(le(b, n), "slice") ? b : n;
  return max(0, min(b, n));
}

/** A condition on sizes: by proof, by hint, or taken as true for sizes that only data decides. */
function decided(ctx: MetaContext, condition: ReturnType<typeof ge>): boolean {
  const proved = ctx.guards.prove(condition);
  if (proved !== null) return proved;
  return ctx.guards.decide(condition, "slice");
}

/** Broadcast to a size list, where -1 keeps a dimension. */
export function expanded(ctx: MetaContext, self: TensorMeta, size: readonly SymInt[]): TensorMeta {
  const extra = size.length - self.shape.length;
  if (extra < 0) {
    throw ctx.error(
      `expand(torch.FloatTensor{${printShape(self.shape)}}, size=${printShape(size)}): the number of sizes provided (${size.length}) must be greater or equal to the number of dimensions in the tensor (${self.shape.length})`,
    );
  }
  const shape: SymInt[] = [];
  const strides: SymInt[] = [];
  for (const [i, want] of size.entries()) {
    const have = i < extra ? 1 : (self.shape[i - extra] ?? 1);
    const stride = i < extra ? 0 : (self.strides[i - extra] ?? 0);
    if (want === -1) {
      if (i < extra)
        throw ctx.error(
          `expand: The expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension ${i}`,
        );
      shape.push(have);
      strides.push(stride);
    } else if (
      want === have ||
      (i >= extra && !isOne(ctx.guards, have) && sameSize(ctx.guards, want, have, "expand"))
    ) {
      shape.push(have);
      strides.push(i < extra ? 0 : stride);
    } else if (isOne(ctx.guards, have) || fixedToOne(ctx.guards, have)) {
      shape.push(want);
      strides.push(0);
    } else {
      throw ctx.error(
        `The expanded size of the tensor (${printInt(want)}) must match the existing size (${printInt(have)}) at non-singleton dimension ${i}.  Target sizes: ${printShape(size)}.  Tensor sizes: ${printShape(self.shape)}`,
      );
    }
  }
  return { ...unwrapped(self), shape, strides };
}

/** Sizes of the pieces of a split. */
export function pieces(ctx: MetaContext, size: SymInt, piece: SymInt): readonly SymInt[] {
  if (piece === 0) {
    if (size !== 0)
      throw ctx.error(`split_size can only be 0 if dimension size is 0, but got dimension size of ${printInt(size)}`);
    return [0];
  }
  const n = isExpr(size) || isExpr(piece) ? countPieces(ctx, size, piece) : Math.max(Math.ceil(size / piece), 1);
  const result: SymInt[] = new Array<SymInt>(n - 1).fill(piece);
  result.push(sub(size, mul(piece, n - 1)));
  return result;
}

/** The number of pieces of a symbolic size must be a number: it is the number of outputs. */
function countPieces(ctx: MetaContext, size: SymInt, piece: SymInt): number {
  const count = neg(floordiv(neg(size), piece));
  if (typeof count === "number") return count;
  const hint = ctx.guards.hint(count);
  if (hint === null) throw ctx.error("the number of pieces of a split depends on data");
  ctx.guards.decide(eq(count, hint), "the number of pieces of a split");
  return Math.max(hint, 1);
}
