/** Whether the program is ready for an ImportError here: an `except` that takes one protects the running code. */

import { Opcode } from "../../python/opcode.ts";
import type { PyCode } from "../objects/code.ts";
import { PyMethod } from "../objects/method.ts";
import { PyObject } from "../objects/object.ts";
import type { Frame } from "./frame.ts";
import type { Evaluator } from "./state.ts";

const TAKES_IMPORT_ERROR: ReadonlySet<string> = new Set([
  "ImportError",
  "ModuleNotFoundError",
  "Exception",
  "BaseException",
]);

/** Looks at the running frame and all its callers. */
export function catchesImportError(vm: Evaluator): boolean {
  for (let frame = vm.frame; frame !== null; frame = frame.back) {
    for (const entry of frame.code.source.exceptiontable) {
      if (frame.ip < entry.start || frame.ip >= entry.end) continue;
      if (handlerTakes(frame, entry.target, entry.depth)) return true;
    }
  }
  return false;
}

/** What the handler's code looks for: reads it up to its last clause. */
function handlerTakes(frame: Frame, target: number, depth: number): boolean {
  const { code, source } = frame.code;
  let at = target;
  if (code[2 * at] !== Opcode.PUSH_EXC_INFO) return false;
  at++;
  const next = code[2 * at];
  if (next === Opcode.WITH_EXCEPT_START) return suppresses(frame, depth);
  // `except:` drops the exception at once; `finally` goes on with its body.
  if (next === Opcode.POP_TOP) return true;
  for (;;) {
    const names: string[] = [];
    while (isNameLoad(code[2 * at])) {
      const name = loadedName(frame.code, at);
      if (name !== null) names.push(name);
      at++;
    }
    if (code[2 * at] !== Opcode.CHECK_EXC_MATCH && code[2 * at] !== Opcode.CHECK_EG_MATCH) return false;
    if (names.some((n) => TAKES_IMPORT_ERROR.has(n))) return true;
    const jump = at + 1;
    if (code[2 * jump] !== Opcode.POP_JUMP_IF_FALSE) return false;
    at = code[2 * jump + 1] ?? source.code.length;
    if (code[2 * at] === Opcode.POP_TOP) return true;
  }
}

function isNameLoad(op: number | undefined): boolean {
  return (
    op === Opcode.LOAD_GLOBAL ||
    op === Opcode.LOAD_NAME ||
    op === Opcode.LOAD_FAST ||
    op === Opcode.LOAD_DEREF ||
    op === Opcode.LOAD_ATTR ||
    op === Opcode.LOAD_CONST ||
    op === Opcode.BUILD_TUPLE ||
    op === Opcode.NOP
  );
}

function loadedName(code: PyCode, at: number): string | null {
  const op = code.code[2 * at];
  const arg = code.code[2 * at + 1] ?? 0;
  if (op === Opcode.LOAD_NAME) return code.names[arg] ?? null;
  return op === Opcode.LOAD_GLOBAL || op === Opcode.LOAD_ATTR ? (code.names[arg >> 1] ?? null) : null;
}

/** A `with` block counts only when its manager is there to swallow exceptions (`contextlib.suppress`). */
function suppresses(frame: Frame, depth: number): boolean {
  const exit = frame.stack[frame.code.nlocalsplus + depth - 1];
  return exit instanceof PyMethod && exit.self instanceof PyObject && exit.self.type.name === "suppress";
}
