/** Type promotion as `torch.result_type`: dimensioned tensors before 0-dim ones before Python numbers, by category. */

import { DTYPES, type DType } from "../fx/dtype.ts";
import type { TensorMeta } from "../fx/tensor_meta.ts";
import { OpError } from "./types.ts";

const INT_ORDER: readonly DType[] = ["int8", "int16", "int32", "int64"];
const UNSIGNED_ORDER: readonly DType[] = ["uint8", "uint16", "uint32", "uint64"];
const FLOAT_ORDER: readonly DType[] = ["float16", "bfloat16", "float32", "float64"];
const COMPLEX_OF: Readonly<Partial<Record<DType, DType>>> = {
  float16: "complex32",
  bfloat16: "complex64",
  float32: "complex64",
  float64: "complex128",
};
const REAL_OF: Readonly<Partial<Record<DType, DType>>> = {
  complex32: "float16",
  complex64: "float32",
  complex128: "float64",
};

/** `torch.promote_types`. */
export function promoteTypes(a: DType, b: DType): DType {
  if (a === b) return a;
  const ca = DTYPES[a].category;
  const cb = DTYPES[b].category;
  if (ca === "bool") return b;
  if (cb === "bool") return a;
  if (ca === "complex" || cb === "complex") {
    const real = promoteTypes(REAL_OF[a] ?? a, REAL_OF[b] ?? b);
    const wide = DTYPES[real].category === "float" ? real : (REAL_OF[a] ?? REAL_OF[b] ?? "float32");
    return complexOf(wide);
  }
  if (ca === "float" || cb === "float") {
    if (ca !== "float") return b;
    if (cb !== "float") return a;
    // float16 and bfloat16 have no common type below float32.
    if ((a === "float16" && b === "bfloat16") || (a === "bfloat16" && b === "float16")) return "float32";
    return FLOAT_ORDER.indexOf(a) > FLOAT_ORDER.indexOf(b) ? a : b;
  }
  const ua = UNSIGNED_ORDER.indexOf(a);
  const ub = UNSIGNED_ORDER.indexOf(b);
  if (ua >= 0 && ub >= 0) {
    if (ua > 0 || ub > 0) throw unsupportedPromotion(a, b);
    return "uint8";
  }
  if (ua < 0 && ub < 0) return INT_ORDER.indexOf(a) > INT_ORDER.indexOf(b) ? a : b;
  const [unsigned, signed] = ua >= 0 ? [ua, INT_ORDER.indexOf(b)] : [ub, INT_ORDER.indexOf(a)];
  if (unsigned > 0) throw unsupportedPromotion(a, b);
  return INT_ORDER[Math.max(1, signed)] ?? "int64";
}

function unsupportedPromotion(a: DType, b: DType): OpError {
  const name = (d: DType) => d.replace(/^u?int/, (m) => (m === "uint" ? "UInt" : "Int"));
  return new OpError(
    "RuntimeError",
    `Promotion for uint16, uint32, uint64 types is not supported, attempted to promote ${name(a)} and ${name(b)}`,
  );
}

/** The complex type whose parts are `real`. */
export function complexOf(real: DType): DType {
  return COMPLEX_OF[real] ?? "complex64";
}

/** The type of the parts of a complex type; other types are themselves. */
export function realOf(dtype: DType): DType {
  return REAL_OF[dtype] ?? dtype;
}

const RANK = { bool: 0, int: 1, quantized: 1, float: 2, complex: 3 } as const;
const rank = (d: DType) => RANK[DTYPES[d].category];

/** The dtype that operands are computed in. A wrapped number counts only when its category is higher than the tensors'. */
export function resultType(operands: readonly TensorMeta[], defaultDtype: DType = "float32"): DType {
  let dimensioned: DType | null = null;
  let zeroDim: DType | null = null;
  let wrapped: DType | null = null;
  const join = (a: DType | null, b: DType) => (a === null ? b : promoteTypes(a, b));
  for (const t of operands) {
    if (t.wrappedNumber) wrapped = join(wrapped, wrappedType(t.dtype, defaultDtype));
    else if (t.shape.length === 0) zeroDim = join(zeroDim, t.dtype);
    else dimensioned = join(dimensioned, t.dtype);
  }
  return combine(combine(dimensioned, zeroDim), wrapped) ?? defaultDtype;
}

/** A Python float takes the default dtype, a complex the complex type of it. */
function wrappedType(dtype: DType, defaultDtype: DType): DType {
  if (DTYPES[dtype].category === "float") return defaultDtype;
  if (DTYPES[dtype].category === "complex") return complexOf(defaultDtype);
  return dtype;
}

function combine(higher: DType | null, lower: DType | null): DType | null {
  if (higher === null) return lower;
  if (lower === null) return higher;
  return rank(lower) > rank(higher) ? promoteTypes(higher, lower) : higher;
}

/** For operators that compute in floats: integers become the default dtype. */
export function floatResult(dtype: DType, defaultDtype: DType = "float32"): DType {
  return DTYPES[dtype].category === "float" || DTYPES[dtype].category === "complex" ? dtype : defaultDtype;
}

/** Integers and bool are summed as int64; a dtype that the call asks for comes first. */
function sumType(common: DType, _default: DType, asked: DType | null): DType {
  if (asked !== null) return asked;
  const { category } = DTYPES[common];
  return category === "int" || category === "bool" ? "int64" : common;
}

const asIs = (common: DType): DType => common;
const toBool = (): DType => "bool";
const toDouble = (common: DType): DType => (DTYPES[common].category === "complex" ? "complex128" : "float64");

type RuleStep = (common: DType, defaultDtype: DType, asked: DType | null) => DType;

/** What an operator does with the type that its operands promote to: the type it computes in, and the type of its result. */
export const PROMOTION_RULES = {
  /** Arithmetic: `add`, `where`. */
  default: { compute: asIs, result: asIs },
  /** Functions of real numbers: `div`, `sin`; integers are computed in the default dtype. */
  int_to_float: { compute: floatResult, result: floatResult },
  /** Comparisons. */
  always_bool: { compute: asIs, result: toBool },
  /** Logical operators look at truth values alone. */
  truth: { compute: toBool, result: toBool },
  /** `float_power`. */
  always_double: { compute: toDouble, result: toDouble },
  /** Sums and products, running ones too. */
  sum: { compute: sumType, result: sumType },
} as const satisfies Record<string, { readonly compute: RuleStep; readonly result: RuleStep }>;

export type PromotionRule = keyof typeof PROMOTION_RULES;

/** That an operator's operands are to be in `dtype`, and by which rule. */
export interface Promotion {
  readonly rule: PromotionRule;
  readonly operands: readonly TensorMeta[];
  readonly dtype: DType;
}

/** Whether a tensor must be converted first. Real operands among complex ones stay: arithmetic of pairs is cheaper for them. */
export function isConverted(meta: TensorMeta, { operands, dtype }: Promotion): boolean {
  if (meta.wrappedNumber || meta.dtype === dtype || !operands.includes(meta)) return false;
  return (DTYPES[meta.dtype].category === "complex") === (DTYPES[dtype].category === "complex");
}

/** `torch.can_cast`: whether an in-place result of `from` fits into `to`. */
export function canCast(from: DType, to: DType): boolean {
  const f = DTYPES[from].category;
  const t = DTYPES[to].category;
  if (f === "complex" && t !== "complex") return false;
  if (f === "float" && (t === "int" || t === "bool")) return false;
  if (f === "int" && t === "bool") return false;
  return true;
}
