/** Reads `x=f32[97,8]`, the example inputs of `export --entry`. */

import type { InputSpec } from "../session/types.ts";
import { UsageError } from "./usage_error.ts";

const SHORT: Readonly<Record<string, string>> = {
  f16: "float16",
  bf16: "bfloat16",
  f32: "float32",
  f64: "float64",
  i8: "int8",
  i16: "int16",
  i32: "int32",
  i64: "int64",
  u8: "uint8",
  u16: "uint16",
  u32: "uint32",
  u64: "uint64",
  b8: "bool",
  bool: "bool",
  c64: "complex64",
  c128: "complex128",
};

const PATTERN = /^([A-Za-z_][A-Za-z0-9_]*)=([A-Za-z0-9_]+)(?:\[([^\]]*)\])?$/;

/** Dtypes are the short names above or PyTorch's; `[]` or nothing is a scalar tensor. Throws `UsageError`. */
export function parseInputSpec(text: string): InputSpec {
  const match = PATTERN.exec(text);
  if (match === null)
    throw new UsageError(`--input '${text}': write it as name=dtype[sizes], for example x=f32[97,8]`, "export");
  const [, name = "", dtypeText = "", sizes = ""] = match;
  const dtype = SHORT[dtypeText] ?? (Object.values(SHORT).includes(dtypeText) ? dtypeText : null);
  if (dtype === null) {
    throw new UsageError(
      `--input '${text}': unknown dtype '${dtypeText}'; known are ${Object.keys(SHORT).join(", ")}`,
      "export",
    );
  }
  const shape = sizes.trim() === "" ? [] : sizes.split(",").map((size) => parseSize(size.trim(), text));
  return { name, dtype, shape };
}

function parseSize(size: string, text: string): number | string {
  if (/^\d+$/.test(size)) return Number(size);
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(size)) return size;
  throw new UsageError(
    `--input '${text}': '${size}' is no size; write a number, or a name for a dynamic dimension`,
    "export",
  );
}
