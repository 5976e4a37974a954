/** `format(value, spec)`. */

import type { Interpreter } from "../interpreter.ts";
import { TypeErrorType } from "../objects/exception_types.ts";
import { PyFloat } from "../objects/float.ts";
import type { PyValue } from "../objects/object.ts";
import { asStr } from "../objects/unbox.ts";
import { PyUnknown } from "../objects/unknown.ts";
import { callSpecial } from "../protocols/call.ts";
import { str } from "../protocols/convert.ts";
import { raise } from "../protocols/errors.ts";
import { typeOf } from "../protocols/type_of.ts";
import { formatFloat, formatInt } from "./text/format_number.ts";
import { formatString } from "./text/format_spec.ts";

export function formatValue(vm: Interpreter, value: PyValue, spec: string): string {
  if (typeof value === "string") return formatString(vm, value, spec);
  if (typeof value === "number") return formatInt(vm, value, spec);
  if (value instanceof PyFloat) return formatFloat(vm, value.value, spec);
  if (value instanceof PyUnknown) return `<${value.origin}>`;
  const result = callSpecial(vm, value, "__format__", spec);
  if (result === undefined) {
    if (spec === "") return str(vm, value);
    return raise(vm, TypeErrorType, `unsupported format string passed to ${typeOf(value).name}.__format__`);
  }
  return asStr(result) ?? raise(vm, TypeErrorType, `__format__ must return a str, not ${typeOf(result).name}`);
}
