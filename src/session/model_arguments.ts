/** Arguments and results of a model in TypeScript: tensors, and nested values as PyTorch's pytree flattens them. */

import { DTYPES, type DType } from "../fx/dtype.ts";
import type { ExportedProgram, TensorData, TreeSpec } from "../fx/exported_program.ts";
import { realOf } from "../ops/promotion.ts";
import { contiguous } from "../ops/strides.ts";
import { allocateElements, type Element, viewElements } from "../torch/tensor/elements.ts";
import { MaterializeError } from "../torch/tensor/value.ts";

/** What a model is called on and what it returns: tensors, Python's constants, and lists and dictionaries of them. */
export type ModelArgument =
  | TensorData
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly ModelArgument[]
  | { readonly [key: string]: ModelArgument };

/** A tensor of these elements in row-major order. Throws a RangeError when they are not as many as the shape says. */
export function tensor(dtype: DType, shape: readonly number[], elements: readonly Element[]): TensorData {
  const count = shape.reduce((product, size) => product * size, 1);
  if (count !== elements.length) {
    throw new RangeError(`a tensor of the shape [${shape.join(", ")}] has ${count} elements, not ${elements.length}`);
  }
  const made = allocateElements(dtype, count);
  elements.forEach((element, i) => {
    made.set(i, element);
  });
  return dataOf(dtype, shape, made.bytes);
}

/** A tensor without data, as `torch.onnx.enable_fake_mode()` makes them: nothing is allocated. */
export function fakeTensor(dtype: DType, shape: readonly number[]): TensorData {
  const bytes = (): never => {
    throw new MaterializeError("the tensor was made by fakeTensor and has no data; give it some with applyWeights");
  };
  return { meta: contiguous(dtype, shape, "cpu"), bytes, identity: {} };
}

/** The elements in row-major order. */
export function elementsOf({ meta, bytes }: TensorData): Element[] {
  const view = viewElements(meta.dtype, bytes());
  return Array.from({ length: view.length }, (_, i) => view.get(i));
}

export function isTensorData(value: ModelArgument): value is TensorData {
  return typeof value === "object" && value !== null && !Array.isArray(value) && "meta" in value && "bytes" in value;
}

/** The leaves of a call's arguments in the order of the program's inputs. Throws a RangeError when they are nested differently. */
export function inputLeaves(
  { inTree }: ExportedProgram,
  args: readonly ModelArgument[],
  kwargs: Readonly<Record<string, ModelArgument>>,
): ModelArgument[] {
  const [first, second] = "children" in inTree ? inTree.children : [];
  const captured =
    first?.kind === "tuple" && second?.kind === "dict" && "children" in inTree && inTree.children.length === 2;
  return leavesOf(captured ? [args, kwargs] : args, inTree, "the arguments");
}

export function outputLeaves({ outTree }: ExportedProgram, outputs: ModelArgument): ModelArgument[] {
  return leavesOf(outputs, outTree, "the outputs");
}

function leavesOf(value: ModelArgument, spec: TreeSpec, what: string): ModelArgument[] {
  const wrong = (): never => {
    throw new RangeError(`${what} are nested differently from those that the model was exported with`);
  };
  if (spec.kind === "none") return value === null ? [] : wrong();
  if (spec.kind === "leaf") return isLeaf(value) ? [value] : wrong();
  if (!("keys" in spec)) {
    if (!isList(value) || value.length !== spec.children.length) return wrong();
    return spec.children.flatMap((child, i) => leavesOf(value[i] ?? null, child, what));
  }
  if (isLeaf(value) || isList(value)) return wrong();
  const keys = Object.keys(value);
  if (keys.length !== spec.keys.length || spec.keys.some((key) => !keys.includes(key))) return wrong();
  return spec.keys.flatMap((key, i) => leavesOf(value[key] ?? null, spec.children[i] ?? { kind: "leaf" }, what));
}

function isList(value: ModelArgument): value is readonly ModelArgument[] {
  return Array.isArray(value);
}

function isLeaf(
  value: ModelArgument,
): value is Exclude<ModelArgument, readonly unknown[] | Record<string, ModelArgument>> {
  return typeof value !== "object" || value === null || isTensorData(value);
}

/** A leaf as the ONNX model has it: a complex tensor with a last dimension of 2, a number as a tensor without dimensions. */
export function onnxTensor(leaf: ModelArgument): TensorData {
  if (typeof leaf === "boolean") return tensor("bool", [], [leaf]);
  if (typeof leaf === "number") return tensor(Number.isInteger(leaf) ? "int64" : "float32", [], [leaf]);
  if (typeof leaf === "bigint") return tensor("int64", [], [leaf]);
  if (!isTensorData(leaf))
    throw new RangeError("a tensor or a number is needed where the model has an input or output");
  const { dtype, shape } = leaf.meta;
  if (DTYPES[dtype].category !== "complex") return leaf;
  return { ...leaf, meta: contiguous(realOf(dtype), [...shape, 2], "cpu"), bytes: () => leaf.bytes() };
}

export function dataOf(dtype: DType, shape: readonly number[], bytes: Uint8Array): TensorData {
  return { meta: contiguous(dtype, shape, "cpu"), bytes: () => bytes, identity: {} };
}
