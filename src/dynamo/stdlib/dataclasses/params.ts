/** What `@dataclass` was called with: `Class.__dataclass_params__`. */

import { nativeType } from "../../objects/core_types.ts";
import { defineMethods } from "../../objects/native.ts";
import { PyObject, type PyValue } from "../../objects/object.ts";
import type { PyType } from "../../objects/type.ts";

export interface DataclassOptions {
  readonly init: boolean;
  readonly repr: boolean;
  readonly eq: boolean;
  readonly order: boolean;
  readonly unsafeHash: boolean;
  readonly frozen: boolean;
  readonly matchArgs: boolean;
  readonly kwOnly: boolean;
  readonly slots: boolean;
  readonly weakrefSlot: boolean;
}

const paramsType: PyType = nativeType("_DataclassParams", { module: "dataclasses", hasDict: true });
defineMethods(paramsType, {
  "__repr__(self, /)": (_vm: unknown, self: PyObject) => {
    const parts = [...(self.attrs ?? [])].map(([name, value]) => `${name}=${value === true ? "True" : "False"}`);
    return `_DataclassParams(${parts.join(",")})`;
  },
});

export function dataclassParams(options: DataclassOptions): PyObject {
  const params = new PyObject(paramsType);
  const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  params.attrs = new Map<string, PyValue>(Object.entries(options).map(([name, value]) => [snake(name), value]));
  return params;
}
