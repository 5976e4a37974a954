/** `dynamic_shapes=`: which sizes of the inputs are symbols, and whether the program kept its promise about them. */

import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Interpreter } from "../../dynamo/interpreter.ts";
import { PyDict } from "../../dynamo/objects/dict.ts";
import { PyList } from "../../dynamo/objects/list.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import { PyTuple } from "../../dynamo/objects/tuple.ts";
import { repr, str } from "../../dynamo/protocols/convert.ts";
import type { TensorMeta } from "../../fx/tensor_meta.ts";
import { contiguousStrides, denseOrder, stridesInOrder } from "../../ops/strides.ts";
import type { ShapeEnv } from "../../shapes/env.ts";
import { add, mul } from "../../shapes/expr.ts";
import type { SymExpr, SymInt } from "../../shapes/types.ts";
import { PyDim, PyDimHint } from "./dim.ts";
import { checkPromises } from "./dim_promises.ts";
import { raiseConstraintViolation, raiseUserError } from "./errors.ts";

/** What was asked of one dimension. */
type DimSpec =
  | PyDim
  | PyDimHint
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "static"; readonly size: number }
  | null;

/** All dimensions may vary, unless the program fixes them (`ExportOptions(dynamic_shapes=True)`). */
export type ShapesRequest =
  | { readonly kind: "none" }
  | { readonly kind: "all" }
  | { readonly kind: "spec"; readonly spec: PyValue }
  /** By tensor leaf: its position among the tensors, and its name. */
  | { readonly kind: "leaves"; readonly of: (index: number, name: string) => PyValue };

/**
 * What a dynamic dimension of size 1 in the example input is: an error, as `torch.export` has it, or a dimension that varies, as
 * `torch.onnx.export` has it, which treats it as a size that is not 1.
 */
export type SmallExamples = "refused" | "vary";

export type DimPromise = {
  readonly symbol: SymExpr;
  readonly name: string;
  readonly source: string;
} & (
  | {
      /** A Dim may not be narrowed at all. */
      readonly kind: "dim";
      /** The least size that the Dim allows. */
      readonly min: number;
    }
  /** DYNAMIC and a name may not become a constant; of AUTO the user is told. */
  | { readonly kind: "dynamic" | "auto" }
);

export class DynamicShapes {
  private readonly vm: Interpreter;
  private readonly shapes: ShapeEnv;
  private readonly symbols = new Map<
    string,
    { readonly symbol: SymExpr; readonly size: number; readonly source: string }
  >();
  private readonly promises: DimPromise[] = [];
  private readonly smallExamples: SmallExamples;

  constructor(vm: Interpreter, shapes: ShapeEnv, smallExamples: SmallExamples) {
    this.vm = vm;
    this.shapes = shapes;
    this.smallExamples = smallExamples;
  }

  /** Whether an example of this size leaves a dimension dynamic. */
  private canVary(size: number): boolean {
    return size >= (this.smallExamples === "vary" ? 1 : 2);
  }

  /** The tensor's meta with symbols for the sizes that may vary. `source` names it in messages: `L['x']`. */
  apply(meta: TensorMeta, dims: readonly DimSpec[], source: string): TensorMeta {
    if (dims.every((d) => d === null)) return meta;
    const shape = meta.shape.map((size, i): SymInt => {
      const spec = dims[i] ?? null;
      return typeof size === "number" && spec !== null ? this.size(spec, size, `${source}.size()[${i}]`) : size;
    });
    const order = denseOrder(this.shapes, meta);
    const identity = order === null || order.every((d, i) => d === i);
    const strides = identity ? contiguousStrides(shape) : stridesInOrder(shape, order);
    return { ...meta, shape, strides, storageOffset: 0 };
  }

  /** A whole number among the inputs that `Dim.DYNAMIC` or `Dim.AUTO` lets vary. */
  number(spec: PyDimHint, value: number, source: string): SymInt {
    return this.size(spec, value, source);
  }

  private size(spec: Exclude<DimSpec, null>, size: number, source: string): SymInt {
    if (spec instanceof PyDimHint) {
      if (spec.kind === "STATIC") return size;
      if (spec.implied ? size < 2 : !this.canVary(size)) {
        if (spec.kind === "AUTO") return size;
        return this.smallExample(source, source, size);
      }
      const made = this.shapes.backedSymbol({
        hint: size,
        source,
        ...(spec.min === null ? {} : { min: spec.min }),
        ...(spec.max === null ? {} : { max: spec.max }),
      });
      if (!spec.implied) {
        const kind = spec.kind === "DYNAMIC" ? "dynamic" : "auto";
        this.promises.push({ symbol: made, name: source, source, kind });
      }
      return made;
    }
    if (!(spec instanceof PyDim) && spec.kind === "static") {
      if (spec.size === size) return size;
      const message = `Static shape constraint of ${spec.size} does not match input size of ${size}, for ${source}`;
      return raiseConstraintViolation(this.vm, message);
    }
    if (!(spec instanceof PyDim)) {
      const known = this.symbols.get(spec.name);
      if (known !== undefined) return this.again(spec.name, known, size, source);
      if (!this.canVary(size)) return this.smallExample(spec.name, source, size);
      const made = this.shapes.backedSymbol({ hint: size, source, userName: spec.name });
      this.symbols.set(spec.name, { symbol: made, size, source });
      this.promises.push({ symbol: made, name: spec.name, source, kind: "dynamic" });
      return made;
    }
    const root = spec.root ?? spec;
    const rootSize = (size - spec.offset) / spec.scale;
    if (!Number.isInteger(rootSize)) {
      raiseUserError(
        this.vm,
        "DYN2003",
        `Expected input ${source} = ${size} to be of the form ${spec.name}, where ${root.name} is an integer`,
      );
    }
    if (rootSize < root.min || rootSize > root.max) {
      raiseConstraintViolation(
        this.vm,
        `Constraints violated (${root.name})! The example input has ${source} = ${size}, which is outside of the declared range [${root.min}, ${Number.isFinite(root.max) ? root.max : "oo"}] of ${root.name}.`,
      );
    }
    let known = this.symbols.get(root.name);
    if (known === undefined) {
      if (!this.canVary(rootSize)) {
        this.smallExample(root.name, source, rootSize);
      }
      const made = this.shapes.backedSymbol({
        hint: rootSize,
        source,
        userName: root.name,
        min: Math.max(root.min, Math.min(rootSize, 2)),
        max: root.max,
      });
      known = { symbol: made, size: rootSize, source };
      this.symbols.set(root.name, known);
      this.promises.push({ symbol: made, name: root.name, source, kind: "dim", min: root.min });
    }
    this.again(root.name, known, rootSize, source);
    return add(mul(spec.scale, known.symbol), spec.offset);
  }

  private smallExample(name: string, source: string, size: number): never {
    const of = name === source ? "" : ` (${source})`;
    return raiseUserError(
      this.vm,
      "DYN2003",
      `Constraints violated (${name})! You marked ${name} as dynamic but the example input has size ${size} there${of}, which is always specialised; use an example with a size of 2 or more.`,
    );
  }

  /** The least size that the user declared for a symbol's Dim; null when it has none. */
  declaredMin(symbol: SymExpr): number | null {
    const promise = this.promises.find((p) => p.symbol === symbol);
    return promise?.kind === "dim" ? promise.min : null;
  }

  private again(
    name: string,
    known: { readonly symbol: SymExpr; readonly size: number; readonly source: string },
    size: number,
    source: string,
  ): SymInt {
    if (known.size !== size) {
      raiseUserError(
        this.vm,
        "DYN2003",
        `Constraints violated (${name})! The values of ${name} = ${known.source} = ${known.size} and ${source} = ${size} must be equal.`,
      );
    }
    return known.symbol;
  }

  /** Raises when the program fixed or narrowed a dimension that was promised to vary; returns what the user is told otherwise. */
  check(): readonly Diagnostic[] {
    return checkPromises(this.vm, this.shapes, this.promises);
  }
}

const isSequence = (v: PyValue): v is PyList | PyTuple => v instanceof PyList || v instanceof PyTuple;

/** The part of a specification that belongs to the leaf at `path`; null when there is none. */
export function specAt(
  vm: Interpreter,
  spec: PyValue,
  path: readonly string[],
  positions: readonly (number | undefined)[] = [],
): PyValue {
  let at = spec;
  for (const [i, key] of path.entries()) {
    if (at === null || at instanceof PyDim || at instanceof PyDimHint) return at;
    if (at instanceof PyDict) at = at.entries().find(([k]) => str(vm, k) === key)?.[1] ?? null;
    else if (isSequence(at)) at = at.items[positions[i] ?? Number(key)] ?? null;
    else if (at instanceof PyObject) at = at.attrs?.get(key) ?? null;
    else return null;
  }
  return at;
}

/** One specification a dimension. */
export function dimSpecs(vm: Interpreter, spec: PyValue, rank: number, source: string): readonly DimSpec[] {
  const none = new Array<DimSpec>(rank).fill(null);
  if (spec === null) return none;
  const single = (value: PyValue): DimSpec => {
    if (value === null) return null;
    if (typeof value === "number") return { kind: "static", size: value };
    if (typeof value === "string") return { kind: "named", name: value };
    if (value instanceof PyDim || value instanceof PyDimHint) return value;
    return raiseUserError(
      vm,
      "DYN2003",
      `Unexpected ${repr(vm, value)} in dynamic_shapes of ${source}: a Dim, a name, an int or None was expected`,
    );
  };
  if (spec instanceof PyDimHint) return none.map(() => spec);
  if (spec instanceof PyDict) {
    const result = [...none];
    for (const [key, value] of spec.entries()) {
      const dim = Number(key);
      if (!Number.isInteger(dim) || dim >= rank || dim < -rank) {
        raiseUserError(
          vm,
          "DYN2003",
          `Invalid dimension ${repr(vm, key)} in dynamic_shapes of ${source}, which has ${rank} dimensions`,
        );
      }
      result[(dim + rank) % rank] = single(value);
    }
    return result;
  }
  if (isSequence(spec)) {
    if (spec.items.length !== rank) {
      raiseUserError(
        vm,
        "DYN2003",
        `Expected dynamic_shapes of ${source} to have ${rank} entries, one a dimension, but got ${spec.items.length}`,
      );
    }
    return spec.items.map(single);
  }
  return raiseUserError(vm, "DYN2003", `Unexpected dynamic_shapes ${repr(vm, spec)} for the tensor ${source}`);
}

export const everyDimension = (rank: number): readonly DimSpec[] => {
  const auto = new PyDimHint("AUTO", null, null, true);
  return new Array<DimSpec>(rank).fill(auto);
};
