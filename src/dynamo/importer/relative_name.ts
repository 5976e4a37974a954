/** The absolute name of a relative import. */

import type { Evaluator } from "../eval/state.ts";
import { KeyErrorType } from "../objects/exception_types.ts";
import type { PyValue } from "../objects/object.ts";
import { raise, raiseImportError } from "../protocols/errors.ts";

/** The absolute name of `from ..a import b`. */
export function resolveRelative(vm: Evaluator, globals: Map<string, PyValue>, name: string, level: number): string {
  let base = globals.get("__package__");
  if (typeof base !== "string") {
    const own = globals.get("__name__");
    if (typeof own !== "string") raise(vm, KeyErrorType, "'__name__' not in globals");
    base = globals.has("__path__") ? own : own.slice(0, Math.max(0, own.lastIndexOf(".")));
  }
  if (base === "") raiseImportError(vm, "attempted relative import with no known parent package", null);
  const parts = base.split(".");
  if (level > parts.length) raiseImportError(vm, "attempted relative import beyond top-level package", null);
  const prefix = parts.slice(0, parts.length - level + 1).join(".");
  return name === "" ? prefix : `${prefix}.${name}`;
}
