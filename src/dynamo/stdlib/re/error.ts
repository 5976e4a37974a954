/** `re.error`. */

import type { Interpreter } from "../../interpreter.ts";
import { nativeType } from "../../objects/core_types.ts";
import { ExceptionType } from "../../objects/exception_types.ts";
import type { PyValue } from "../../objects/object.ts";
import type { PyType } from "../../objects/type.ts";
import { makeException, raiseException } from "../../protocols/errors.ts";

export const reErrorType: PyType = nativeType("error", { module: "re", bases: [ExceptionType], hasDict: true });

export function raiseRegexError(
  vm: Interpreter,
  message: string,
  pattern: string | null,
  position: number | null,
): never {
  const before = position === null || pattern === null ? "" : Array.from(pattern).slice(0, position).join("");
  const line = before.split("\n").length;
  const column = before.length - before.lastIndexOf("\n");
  const where =
    position === null
      ? ""
      : ` at position ${position}${pattern?.includes("\n") === true ? ` (line ${line}, column ${column})` : ""}`;
  const exception = makeException(reErrorType, message + where);
  exception.attrs = new Map<string, PyValue>([
    ["msg", message],
    ["pattern", pattern],
    ["pos", position],
    ["lineno", position === null ? null : line],
    ["colno", position === null ? null : column],
  ]);
  return raiseException(vm, exception);
}
