/** Tensors between raw bytes and ONNX Runtime's JavaScript classes. */

import type { Tensor } from "onnxruntime-node";
import type { DataType } from "../onnx/data_type.ts";
import type { RuntimeTensor } from "../onnx/named_tensors.ts";

type OrtType = Tensor.Type;
type NumericArray = Exclude<Tensor.DataType, string[]>;

interface Form {
  readonly name: OrtType;
  readonly size: number;
  readonly view: (buffer: ArrayBuffer) => NumericArray;
}

const FORMS: Partial<Readonly<Record<DataType, Form>>> = {
  float: { name: "float32", size: 4, view: (buffer) => new Float32Array(buffer) },
  double: { name: "float64", size: 8, view: (buffer) => new Float64Array(buffer) },
  float16: { name: "float16", size: 2, view: (buffer) => new Uint16Array(buffer) },
  bool: { name: "bool", size: 1, view: (buffer) => new Uint8Array(buffer) },
  uint8: { name: "uint8", size: 1, view: (buffer) => new Uint8Array(buffer) },
  int8: { name: "int8", size: 1, view: (buffer) => new Int8Array(buffer) },
  uint16: { name: "uint16", size: 2, view: (buffer) => new Uint16Array(buffer) },
  int16: { name: "int16", size: 2, view: (buffer) => new Int16Array(buffer) },
  uint32: { name: "uint32", size: 4, view: (buffer) => new Uint32Array(buffer) },
  int32: { name: "int32", size: 4, view: (buffer) => new Int32Array(buffer) },
  uint64: { name: "uint64", size: 8, view: (buffer) => new BigUint64Array(buffer) },
  int64: { name: "int64", size: 8, view: (buffer) => new BigInt64Array(buffer) },
};

const NAMES = new Map<string, DataType>((Object.keys(FORMS) as DataType[]).map((key) => [FORMS[key]?.name ?? "", key]));
NAMES.set("string", "string");

/** The ONNX type of one that ONNX Runtime's JavaScript API names. */
export function dataTypeOf(name: string): DataType {
  const dtype = NAMES.get(name);
  if (dtype === undefined) throw new Error(`ONNX Runtime gave a tensor of the unexpected type ${name}`);
  return dtype;
}

export function toOrtTensor(ort: { readonly Tensor: typeof Tensor }, name: string, tensor: RuntimeTensor): Tensor {
  const { dtype, shape, bytes } = tensor;
  if (dtype === "string") return new ort.Tensor("string", [...(tensor.strings ?? [])], shape);
  const form = FORMS[dtype];
  if (form === undefined)
    throw new Error(`the input ${name} is ${dtype}, which ONNX Runtime's JavaScript API can't take`);
  const count = shape.reduce((product, dim) => product * dim, 1);
  if (count * form.size !== bytes.byteLength) {
    throw new Error(`the input ${name} of type ${dtype} and shape [${shape.join(",")}] has ${bytes.byteLength} bytes`);
  }
  // A copy of its own is aligned, and is what the typed array may keep.
  const buffer = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(buffer).set(bytes);
  return new ort.Tensor(form.name, form.view(buffer), shape);
}

export function fromOrtTensor(tensor: Tensor): RuntimeTensor {
  const dtype = dataTypeOf(tensor.type);
  const { data } = tensor;
  const shape = [...tensor.dims];
  if (isStrings(data)) return { dtype, shape, bytes: new Uint8Array(0), strings: data };
  return { dtype, shape, bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}

function isStrings(data: Tensor.DataType): data is string[] {
  return Array.isArray(data);
}
