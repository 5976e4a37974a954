/** The constants of one code object, each once (equal type and value, as CPython keeps them apart). */

import type { CodeConstant } from "../code_object.ts";

export class ConstantPool {
  readonly items: CodeConstant[] = [];
  private readonly indices = new Map<string, number>();

  index(constant: CodeConstant): number {
    if (constant.type === "code") return this.items.push(constant) - 1;
    const key = constantKey(constant);
    const known = this.indices.get(key);
    if (known !== undefined) return known;
    const index = this.items.push(constant) - 1;
    this.indices.set(key, index);
    return index;
  }
}

/** A text that is equal for constants of the same type and value: 1, 1.0 and True differ, and so do 0.0 and -0.0. */
export function constantKey(constant: CodeConstant): string {
  switch (constant.type) {
    case "None":
    case "Ellipsis":
      return constant.type;
    case "bool":
      return constant.value ? "True" : "False";
    case "int":
      return `i${constant.value}`;
    case "float":
      return Object.is(constant.value, -0) ? "f-0" : `f${constant.value}`;
    case "complex":
      return Object.is(constant.imag, -0) ? "c-0" : `c${constant.imag}`;
    case "str":
      return `s${constant.value}`;
    case "bytes":
      return `b${constant.value.join(",")}`;
    case "tuple":
    case "frozenset":
      return `${constant.type}(${constant.items.map((item) => JSON.stringify(constantKey(item))).join(",")})`;
    case "code":
      throw new Error("code objects are not shared");
  }
}

export const NONE: CodeConstant = { type: "None" };
export const TRUE: CodeConstant = { type: "bool", value: true };
export const FALSE: CodeConstant = { type: "bool", value: false };

export function strConstant(value: string): CodeConstant {
  return { type: "str", value };
}

export function intConstant(value: number): CodeConstant {
  return { type: "int", value };
}

export function tupleConstant(items: readonly CodeConstant[]): CodeConstant {
  return { type: "tuple", items };
}
