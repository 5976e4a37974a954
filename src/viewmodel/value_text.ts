/** ONNX types and tensor values as short text, `f32[97, 8]`. */

import type { DataType } from "../onnx/data_type.ts";
import type { TensorContent, ValueType } from "../onnx/ir.ts";

const SHORT_NAMES: Readonly<Partial<Record<DataType, string>>> = {
  float: "f32",
  double: "f64",
  float16: "f16",
  bfloat16: "bf16",
  int8: "i8",
  int16: "i16",
  int32: "i32",
  int64: "i64",
  uint8: "u8",
  uint16: "u16",
  uint32: "u32",
  uint64: "u64",
  string: "str",
  complex64: "c64",
  complex128: "c128",
};

const SHOWN_ELEMENTS = 12;

export function shortDataType(dtype: DataType): string {
  return SHORT_NAMES[dtype] ?? dtype;
}

/** "" when the type is unknown. */
export function typeText(type: ValueType | null): string {
  if (type === null) return "";
  const tensor = `${shortDataType(type.dtype)}${type.shape === null ? "[…]" : shapeText(type.shape)}`;
  return type.kind === "tensor" ? tensor : `${type.kind} of ${tensor}`;
}

export function shapeText(shape: readonly (number | string | null)[]): string {
  return `[${shape.map((dim) => dim ?? "?").join(", ")}]`;
}

/** The type, and the values when there are only a few. */
export function tensorText(content: TensorContent): string {
  const count = content.shape.reduce((product, dim) => product * dim, 1);
  const type = `${shortDataType(content.dtype)}${shapeText(content.shape)}`;
  const read = READERS[content.dtype];
  if (read === undefined || count > SHOWN_ELEMENTS || count === 0) return type;
  const bytes = content.bytes();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values: string[] = [];
  for (let i = 0; i < count && (i + 1) * read.size <= bytes.byteLength; i++)
    values.push(read.text(view, i * read.size));
  return content.shape.length === 0
    ? `${values.join()} (${shortDataType(content.dtype)})`
    : `${type} = [${values.join(", ")}]`;
}

/** Seven digits are what float32 holds. */
export function numberText(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(7)));
}

interface Reader {
  readonly size: number;
  text(view: DataView, at: number): string;
}

const READERS: Readonly<Partial<Record<DataType, Reader>>> = {
  float: { size: 4, text: (view, at) => numberText(view.getFloat32(at, true)) },
  double: { size: 8, text: (view, at) => String(view.getFloat64(at, true)) },
  int8: { size: 1, text: (view, at) => String(view.getInt8(at)) },
  int16: { size: 2, text: (view, at) => String(view.getInt16(at, true)) },
  int32: { size: 4, text: (view, at) => String(view.getInt32(at, true)) },
  int64: { size: 8, text: (view, at) => String(view.getBigInt64(at, true)) },
  uint8: { size: 1, text: (view, at) => String(view.getUint8(at)) },
  uint16: { size: 2, text: (view, at) => String(view.getUint16(at, true)) },
  uint32: { size: 4, text: (view, at) => String(view.getUint32(at, true)) },
  uint64: { size: 8, text: (view, at) => String(view.getBigUint64(at, true)) },
  bool: { size: 1, text: (view, at) => (view.getUint8(at) === 0 ? "false" : "true") },
  bfloat16: { size: 2, text: (view, at) => numberText(bfloat16(view.getUint16(at, true))) },
  float16: { size: 2, text: (view, at) => numberText(float16(view.getUint16(at, true))) },
};

function bfloat16(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits << 16);
  return view.getFloat32(0);
}

/** IEEE 754 binary16. */
function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
