/** The descriptor of one name in `__slots__`. */

import { nativeType } from "./core_types.ts";
import { PyObject } from "./object.ts";
import type { PyType } from "./type.ts";

export const memberDescriptorType: PyType = nativeType("member_descriptor");

export class PySlotMember extends PyObject {
  readonly name: string;
  readonly owner: PyType;
  readonly index: number;
  constructor(name: string, owner: PyType, index: number) {
    super(memberDescriptorType);
    this.name = name;
    this.owner = owner;
    this.index = index;
  }
}
