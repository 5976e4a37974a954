/** `NoneType`, `NotImplementedType` and `ellipsis`. */

import type { Interpreter } from "../interpreter.ts";
import { TypeErrorType } from "../objects/exception_types.ts";
import { defineMethods } from "../objects/native.ts";
import type { PyValue } from "../objects/object.ts";
import { Ellipsis, ellipsisType, NotImplemented, noneType, notImplementedType } from "../objects/singletons.ts";
import type { PyType } from "../objects/type.ts";
import { raise } from "../protocols/errors.ts";

for (const [type, value, text] of [
  [noneType, null, "None"],
  [notImplementedType, NotImplemented, "NotImplemented"],
  [ellipsisType, Ellipsis, "Ellipsis"],
] as const) {
  defineMethods(type, {
    "__new__(cls, *args, **kwargs)": (vm: Interpreter, cls: PyType, args: readonly PyValue[]) =>
      args.length > 0 ? raise(vm, TypeErrorType, `${cls.name} takes no arguments`) : value,
    "__repr__(self, /)": () => text,
    "__reduce__(self, /)": () => text,
  });
}
defineMethods(noneType, {
  "__bool__(self, /)": () => false,
  "__hash__(self, /)": () => 0xfca86420,
});
