/** `None`'s class, `NotImplemented` and `Ellipsis`. */

import { nativeType } from "./core_types.ts";
import { PyObject } from "./object.ts";
import type { PyType } from "./type.ts";

export const noneType: PyType = nativeType("NoneType");
export const notImplementedType: PyType = nativeType("NotImplementedType");
export const ellipsisType: PyType = nativeType("ellipsis");

export const NotImplemented: PyObject = new PyObject(notImplementedType);
export const Ellipsis: PyObject = new PyObject(ellipsisType);
