/** In-place overloads, derived from the functional ones: `add_.Tensor` is `add.Tensor` whose result is written into self. */

import type { TensorMeta } from "../fx/tensor_meta.ts";
import { compare } from "../shapes/bool.ts";
import { printShape } from "./broadcast.ts";
import inplaceOverloads from "./data/inplace_overloads.json" with { type: "json" };
import type { OpEntry } from "./define.ts";
import { isTensorMeta } from "./lowering.ts";
import { canCast } from "./promotion.ts";
import { parseSchema } from "./schema.ts";
import { OpError } from "./types.ts";

const known: ReadonlySet<string> = new Set(inplaceOverloads);

/** In-place overloads whose functional form has another overload name. */
const RENAMED: Readonly<Record<string, string>> = {
  "pow_.Scalar": "pow.Tensor_Scalar",
  "pow_.Tensor": "pow.Tensor_Tensor",
  "float_power_.Scalar": "float_power.Tensor_Scalar",
  "float_power_.Tensor": "float_power.Tensor_Tensor",
  normal_: "normal_functional.default",
};

/** `aten.add_.Tensor` → `aten.add.Tensor`; null when the target is no in-place form. */
export function functionalTarget(target: string): string | null {
  const m = /^aten\.(\w*[^_\W])_\.(\w+)$/.exec(target);
  if (!m) return null;
  const overload = m[2] === "default" ? `${m[1]}_` : `${m[1]}_.${m[2]}`;
  if (!known.has(overload)) return null;
  const renamed = RENAMED[overload];
  return renamed === undefined ? `aten.${m[1]}.${m[2]}` : `aten.${renamed}`;
}

/** `aten.add.Tensor` → `aten.add_.Tensor`; null when there is no such form. */
export function inplaceTargetOf(target: string): string | null {
  const m = /^aten\.(\w+)\.(\w+)$/.exec(target);
  if (!m) return null;
  const renamed = Object.entries(RENAMED).find(([, functional]) => functional === `${m[1]}.${m[2]}`)?.[0];
  const overload = renamed ?? (m[2] === "default" ? `${m[1]}_` : `${m[1]}_.${m[2]}`);
  return known.has(overload) ? `aten.${overload.includes(".") ? overload : `${overload}.default`}` : null;
}

let byName: Map<string, string[]> | null = null;

/** The overloads that `aten.<name>_` has. */
export function inplaceOverloadsOf(name: string): readonly string[] {
  byName ??= grouped();
  return byName.get(name) ?? [];
}

function grouped(): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const overload of inplaceOverloads) {
    const [name = overload, kind = "default"] = overload.split(".");
    const target = `aten.${name}.${kind}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [target]);
    else group.push(target);
  }
  return groups;
}

/** The entry of an in-place overload. It has no lowering: a pass makes the graph functional first. */
export function deriveInplace(target: string, functional: OpEntry): OpEntry {
  const [, name = "", overload = ""] = target.split(".");
  const text = functional.schemaText
    .replace(
      /^[^(]*\(Tensor(?:\(a\))? \w+/,
      `aten::${name}${overload === "default" ? "" : `.${overload}`}(Tensor(a!) self`,
    )
    .replace(/ -> .*$/, " -> Tensor(a!)");
  const schema = parseSchema(text);
  return {
    target,
    schemaText: text,
    schema,
    notes: null,
    lower: null,
    lowerComplex: null,
    decompose: null,
    meta(ctx, args) {
      const { self } = args;
      if (!isMetaArg(self)) throw new Error(`${target} without a self`);
      // `dropout(input, …)`, but `dropout_(self, …)`.
      const first = functional.schema.args[0]?.name ?? "self";
      const result = functional.meta(ctx, first === "self" ? args : { ...args, [first]: self });
      if (!isTensorMeta(result)) throw new Error(`${functional.target} does not give one tensor`);
      if (!canCast(result.dtype, self.dtype)) {
        throw new OpError(
          "RuntimeError",
          `result type ${scalarTypeName(result.dtype)} can't be cast to the desired output type ${scalarTypeName(self.dtype)}`,
        );
      }
      const same =
        result.shape.length === self.shape.length &&
        result.shape.every((d, i) => ctx.guards.decide(compare("eq", d, self.shape[i] ?? -1), "in-place result"));
      if (!same) {
        throw new OpError(
          "RuntimeError",
          `output with shape ${printShape(self.shape)} doesn't match the broadcast shape ${printShape(result.shape)}`,
        );
      }
      return self;
    },
  };
}

function isMetaArg(value: unknown): value is TensorMeta {
  return typeof value === "object" && value !== null && "dtype" in value && "strides" in value;
}

const SCALAR_TYPE_NAMES: Readonly<Record<string, string>> = {
  bool: "Bool",
  uint8: "Byte",
  int8: "Char",
  int16: "Short",
  int32: "Int",
  int64: "Long",
  float16: "Half",
  bfloat16: "BFloat16",
  float32: "Float",
  float64: "Double",
  complex32: "ComplexHalf",
  complex64: "ComplexFloat",
  complex128: "ComplexDouble",
};

/** The names that PyTorch's messages use for dtypes. */
export function scalarTypeName(dtype: string): string {
  return SCALAR_TYPE_NAMES[dtype] ?? dtype.replace(/^uint/, "UInt");
}
