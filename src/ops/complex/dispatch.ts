/** Lowers calls that have complex operands or results, from the operators' rules. */

import { type DType, isComplex } from "../../fx/dtype.ts";
import type { NodeValue } from "../../fx/graph.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import type { Value } from "../../onnx/ir.ts";
import { isOperand, isSymOperand, scalarOperand } from "../arguments.ts";
import { viewOfCopy } from "../copies.ts";
import type { OpEntry } from "../define.ts";
import { hasDtype } from "../has_dtype.ts";
import { isTensorMeta, type Lowered, type LowerInput, type LoweringBuilder, type TensorOperand } from "../lowering.ts";
import { computeType } from "../pointwise/meta.ts";
import { realOf } from "../promotion.ts";
import type { SchemaArgument } from "../schema.ts";
import { OpError } from "../types.ts";
import { type ComplexArithmetic, complexArithmetic } from "./algebra.ts";
import { hermitian } from "./composed.ts";
import { embed, embeddedMeta, extract } from "./embedding.ts";
import { imaginary, type Pair, pack, pairOf, zerosLike } from "./pair.ts";
import { PARTS_FAMILIES, RULES, type Rule } from "./rules.ts";

/** A call whose operands or result are complex. */
export interface ComplexCall {
  readonly g: LoweringBuilder;
  readonly entry: OpEntry;
  readonly family: string | null;
  readonly args: readonly LowerInput[];
  readonly result: NodeValue;
  /** Lowers the same operator with other arguments, to a result of other types. */
  readonly again: (args: readonly LowerInput[], result: NodeValue) => Lowered;
}

/** Whether a call has to do with complex numbers. */
export function concernsComplex(args: readonly LowerInput[], result: NodeValue): boolean {
  return args.some(isComplexInput) || hasDtype(result, isComplex);
}

/** The call's ONNX, from the operator's rule. */
export function lowerComplex(call: ComplexCall): Lowered {
  const rule = ruleOf(call);
  if (rule === null || (!call.entry.lower && ["unary", "measure", "composed"].every((kind) => rule.kind !== kind))) {
    throw new OpError(
      "NotImplementedError",
      `the operator ${call.entry.target} has no ONNX lowering for complex operands`,
    );
  }
  return byRule(call, rule);
}

function ruleOf({ entry, family }: ComplexCall): Rule | null {
  const name = entry.target.split(".")[1] ?? "";
  const known = RULES.get(name) ?? RULES.get(viewOfCopy(entry.target)?.split(".")[1] ?? "");
  if (known) return known;
  const moves = PARTS_FAMILIES.has(family ?? "") || viewOfCopy(entry.target) !== null;
  return moves ? { kind: "parts" } : null;
}

function byRule(call: ComplexCall, rule: Rule): Lowered {
  const { g, args, result, again } = call;
  switch (rule.kind) {
    case "parts":
      return byParts(call);
    case "adjoint": {
      const im = one(again(parts(call, "im"), realResult(result)));
      return pack(g, { re: one(again(parts(call, "re"), realResult(result))), im: g.op("Neg", [im]) });
    }
    case "real": {
      const made = again(parts(call, "re"), realResult(result));
      return hasDtype(result, isComplex) ? joined(g, made, null) : made;
    }
    case "bilinear":
      return bilinear(call, rule);
    case "embedded":
      return embedded(call, rule.of);
    case "composed":
      return rule.f({
        g,
        arg: (name) => named(call, name) ?? null,
        tensor: (name) => operandAt(call, indexOf(call.entry, name)),
      });
    case "truth":
      return again(
        args.map((arg) => truth(g, arg)),
        result,
      );
    case "predicate": {
      const [re, im] = [again(parts(call, "re"), result), again(parts(call, "im"), result)];
      return g.op(rule.join, [one(re), one(im)]);
    }
    case "size":
      return again(
        args.map((arg) => size(g, arg)),
        realResult(result),
      );
    case "sum": {
      const square = (v: Value) => (rule.root ? g.op("Mul", [v, v]) : v);
      const total = g.op("Add", [
        square(one(again(parts(call, "re"), realResult(result)))),
        square(one(again(parts(call, "im"), realResult(result)))),
      ]);
      return rule.root ? g.op("Sqrt", [total]) : total;
    }
    case "addProduct":
      return addProduct(call, rule.product, rule.of);
    case "measure": {
      const self = operandAt(call, 0);
      const inner = computeType(realOf(self.meta.dtype));
      return rule.f(complexArithmetic(g, inner), pairOf(g, self, inner));
    }
    case "unary":
      return formula(call, (c, real) => rule.f(c, pairOf(g, operandAt(call, 0), real)));
    case "binary":
      return formula(call, (c, real) => {
        const [a, b] = [operandAt(call, 0), operandAt(call, 1)].map((t) => pairOf(g, t, real));
        if (!a || !b) throw new Error("a binary operator without its operands");
        return rule.f(c, ...withAlpha(call, c, a, b, rule.swapped === true));
      });
  }
}

/** `alpha` of add and sub goes with the second operand, with the first for rsub. */
function withAlpha(call: ComplexCall, c: ComplexArithmetic, a: Pair, b: Pair, swapped: boolean): readonly [Pair, Pair] {
  const alpha = named(call, "alpha");
  if (alpha === undefined || alpha === null || alpha === 1) return [a, b];
  const by = pairOf(call.g, scalarOperand(alpha, call.g), c.real.dtype);
  return swapped ? [c.mul(a, by), b] : [a, c.mul(b, by)];
}

function formula(call: ComplexCall, f: (c: ComplexArithmetic, real: DType) => Pair): Lowered {
  const { g } = call;
  const real = realOf(g.out.dtype);
  const inner = computeType(real);
  const pair = f(complexArithmetic(g, inner), inner);
  if (!isComplex(g.out.dtype)) return pair.re;
  return pack(g, { re: pair.re, im: imaginary(g, pair, inner) });
}

function byParts(call: ComplexCall): Lowered {
  const { g, args, result, again } = call;
  if (!hasDtype(result, isComplex)) {
    // Conversions to real types drop the imaginary part; to bool they ask for either.
    const toBool = isTensorMeta(result) && result.dtype === "bool" && call.family === "tensor/conversion";
    return toBool
      ? again(
          args.map((arg) => truth(g, arg)),
          result,
        )
      : again(parts(call, "re"), result);
  }
  const re = again(parts(call, "re"), realResult(result));
  return joined(g, re, args.some(isComplexInput) ? again(parts(call, "im"), realResult(result)) : null);
}

/** Packs what the lowering gave for both parts, item by item. */
function joined(g: LoweringBuilder, re: Lowered, im: Lowered): Lowered {
  if (isList(re)) return re.map((item, i) => joined(g, item, isList(im) ? (im[i] ?? null) : null));
  if (re === null) return null;
  return pack(g, { re: one(re), im: im === null ? null : one(im) });
}

function bilinear(call: ComplexCall, { of, conjugate, bias }: Extract<Rule, { kind: "bilinear" }>): Lowered {
  const { g, entry, result, again } = call;
  const biasAt = bias === true ? indexOf(entry, "bias") : -1;
  const args = call.args.map((arg, i) => (i === biasAt ? null : arg));
  const real = realOf(g.out.dtype);
  const [x, y] = of.map((name) => {
    const at = indexOf(entry, name);
    const arg = args[at];
    if (!isOperand(arg)) throw new Error(`${entry.target} without its ${name}`);
    const pair = pairOf(g, arg, real);
    const flip = name === conjugate && pair.im !== null;
    return { at, arg, pair: flip && pair.im ? { re: pair.re, im: g.op("Neg", [pair.im]) } : pair };
  });
  if (!x || !y) throw new Error("a bilinear operator without its operands");
  const product = (a: Value, b: Value): Value =>
    one(
      again(
        args.map((arg, i) => (i === x.at ? withValue(x.arg, a, real) : i === y.at ? withValue(y.arg, b, real) : arg)),
        realResult(result),
      ),
    );
  const [p, q] = [x.pair, y.pair];
  const straight = product(p.re, q.re);
  const re = p.im && q.im ? g.op("Sub", [straight, product(p.im, q.im)]) : straight;
  const crossed = [p.im ? product(p.im, q.re) : null, q.im ? product(p.re, q.im) : null].filter((v) => v !== null);
  const [first, second] = crossed;
  const value = pack(g, { re, im: first && second ? g.op("Add", [first, second]) : (first ?? null) });
  const added = call.args[biasAt] ?? null;
  if (!isOperand(added)) return value;
  // A number a channel: behind it are the weight's spatial dimensions.
  let channels = added;
  for (let i = 2; i < y.arg.meta.shape.length; i++) channels = g.call("aten.unsqueeze.default", [channels, -1]);
  return g.call("aten.add.Tensor", [g.operand(value, g.out), channels]);
}

function embedded(call: ComplexCall, of: readonly string[]): Lowered {
  const { g, entry, args, result, again } = call;
  const lowered = again(
    args.map((arg, i) => {
      const name = entry.schema.args[i]?.name ?? "";
      if (!isOperand(arg) || !of.includes(name)) return arg;
      if (named(call, "hermitian") === true) return embed(g, hermitian(g, arg, false));
      if (name === "B" && isVectorFor(call, arg)) return embed(g, g.call("aten.unsqueeze.default", [arg, -1]));
      return embed(g, arg);
    }),
    embeddedResult(result),
  );
  const vector = of.includes("B") && isVectorFor(call, named(call, "B"));
  return unembedded(g, lowered, result, vector);
}

/** Whether the right-hand side is a vector a matrix. */
function isVectorFor(call: ComplexCall, b: LowerInput | undefined): boolean {
  const a = named(call, "A");
  return isOperand(a) && isOperand(b) && b.meta.shape.length < a.meta.shape.length;
}

function unembedded(g: LoweringBuilder, lowered: Lowered, result: NodeValue, vector: boolean): Lowered {
  if (isList(lowered)) {
    const metas = Array.isArray(result) ? (result as readonly NodeValue[]) : [];
    return lowered.map((item, i) => unembedded(g, item, metas[i] ?? null, vector));
  }
  if (!hasDtype(result, isComplex)) return lowered;
  const value = extract(g, one(lowered));
  return vector ? g.op("Squeeze", [value, g.ints([-2])]) : value;
}

function embeddedResult(value: NodeValue): NodeValue {
  if (isTensorMeta(value)) return isComplex(value.dtype) ? embeddedMeta(value) : value;
  return Array.isArray(value) ? (value as readonly NodeValue[]).map(embeddedResult) : value;
}

function addProduct(call: ComplexCall, product: string, of: readonly [string, string]): Lowered {
  const { g } = call;
  const operands = of.map((name) => named(call, name) ?? null);
  const made = g.call(product, operands);
  const times = (t: LowerInput, by: LowerInput | undefined) =>
    by === undefined || by === null || by === 1 ? t : g.call("aten.mul.Tensor", [t, by]);
  const scaled = times(made, named(call, "alpha") ?? named(call, "value"));
  const beta = named(call, "beta");
  const zero =
    beta === 0 ||
    (typeof beta === "object" && beta !== null && "kind" in beta && beta.kind === "float" && beta.value === 0);
  const total = zero ? scaled : g.call("aten.add.Tensor", [times(named(call, "self") ?? null, beta), scaled]);
  if (!isOperand(total)) throw new Error(`${product} gave no tensor`);
  return total.value;
}

/** Arguments that say where elements are, or how many: the same for both parts. */
const POSITIONS: ReadonlySet<string> = new Set(["condition", "mask", "index", "indices", "repeats", "spacing"]);
/** Numbers that are no elements. */
const FACTORS: ReadonlySet<string> = new Set(["alpha", "p", "ord", "correction", "spacing"]);

/** The arguments for the real or for the imaginary part. */
function parts(call: ComplexCall, part: keyof Pair): readonly LowerInput[] {
  return call.args.map((arg, i) => {
    const declared = call.entry.schema.args[i];
    return declared ? partOf(call.g, arg, declared, part) : arg;
  });
}

function partOf(g: LoweringBuilder, arg: LowerInput, declared: SchemaArgument, part: keyof Pair): LowerInput {
  if (isInputList(arg)) return arg.map((item) => partOf(g, item, declared, part));
  if (POSITIONS.has(declared.name)) return arg;
  if (isOperand(arg)) {
    if (arg.scalar !== undefined) return scalarPart(arg.scalar, part);
    const real = realOf(arg.meta.dtype);
    if (isComplex(arg.meta.dtype)) {
      const pair = pairOf(g, arg, real);
      return withValue(arg, part === "re" ? pair.re : imaginary(g, pair, real), real);
    }
    return part === "re" ? arg : withValue(arg, zerosLike(g, arg.value, real), real);
  }
  if (isSymOperand(arg) || arg === null) return arg;
  if (typeof arg === "object" && arg.kind === "dtype") return { kind: "dtype", dtype: realOf(arg.dtype) };
  const element = declared.type.base === "Scalar" || declared.name === "value";
  return element && !FACTORS.has(declared.name) ? scalarPart(arg, part) : arg;
}

function scalarPart(arg: LowerInput, part: keyof Pair): LowerInput {
  if (typeof arg === "object" && arg !== null && "kind" in arg && arg.kind === "complex") {
    return { kind: "float", value: arg[part] };
  }
  return part === "re" ? arg : { kind: "float", value: 0 };
}

/** Complex operands as what is true in them. */
function truth(g: LoweringBuilder, arg: LowerInput): LowerInput {
  if (!isOperand(arg) || !isComplex(arg.meta.dtype)) return arg;
  const real = realOf(arg.meta.dtype);
  const c = complexArithmetic(g, real);
  return withValue(arg, g.op("Not", [c.isZero(pairOf(g, arg, real))]), "bool");
}

function size(g: LoweringBuilder, arg: LowerInput): LowerInput {
  if (!isOperand(arg)) {
    const isType = typeof arg === "object" && arg !== null && "kind" in arg && arg.kind === "dtype";
    return isType ? { kind: "dtype", dtype: realOf(arg.dtype) } : arg;
  }
  if (!isComplex(arg.meta.dtype)) return arg;
  const real = realOf(arg.meta.dtype);
  return withValue(arg, complexArithmetic(g, real).abs(pairOf(g, arg, real)), real);
}

const withValue = (t: TensorOperand, value: Value, dtype: DType): TensorOperand => ({
  value,
  meta: { ...t.meta, dtype },
});

function indexOf(entry: OpEntry, name: string): number {
  return entry.schema.args.findIndex((arg) => arg.name === name);
}

function named(call: ComplexCall, name: string): LowerInput | undefined {
  return call.args[indexOf(call.entry, name)];
}

/** The tensor (or number) in a place of the argument list. */
function operandAt(call: ComplexCall, i: number): TensorOperand {
  const arg = call.args[i] ?? null;
  return isOperand(arg) ? arg : scalarOperand(arg, call.g);
}

function one(lowered: Lowered): Value {
  if (lowered === null || isList(lowered)) throw new Error("an operator gave no single tensor");
  return "value" in lowered ? lowered.value : lowered;
}

function isList(lowered: Lowered): lowered is readonly Lowered[] {
  return Array.isArray(lowered);
}

function isInputList(input: LowerInput): input is readonly LowerInput[] {
  return Array.isArray(input);
}

function isComplexInput(input: LowerInput): boolean {
  if (isInputList(input)) return input.some(isComplexInput);
  if (isOperand(input)) return isComplex(input.meta.dtype);
  return typeof input === "object" && input !== null && "kind" in input && input.kind === "complex";
}

/** The result with real types in place of complex ones. */
function realResult(value: NodeValue): NodeValue {
  if (isTensorMeta(value)) return { ...value, dtype: realOf(value.dtype) } satisfies TensorMeta;
  return Array.isArray(value) ? (value as readonly NodeValue[]).map(realResult) : value;
}
