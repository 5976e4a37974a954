/** How unknown values show themselves. */

import type { Interpreter } from "../../interpreter.ts";
import { defineMethods } from "../../objects/native.ts";
import { type PyUnknown, unknownType } from "../../objects/unknown.ts";

defineMethods(unknownType, {
  "__repr__(self, /)": (_vm: Interpreter, v: PyUnknown) => `<unknown from ${v.origin}>`,
  "__format__(self, format_spec, /)": (_vm: Interpreter, v: PyUnknown) => `<unknown from ${v.origin}>`,
});
