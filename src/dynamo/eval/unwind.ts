/** What happens when something is thrown in a frame: tracebacks, the exception table, and JavaScript's own overflow. */

import type { ExceptionTableEntry } from "../../python/code_object.ts";
import { PyRaise, PyTraceback } from "../objects/exception.ts";
import { MemoryErrorType, RecursionErrorType } from "../objects/exception_types.ts";
import { makeException } from "../protocols/errors.ts";
import type { Frame } from "./frame.ts";
import type { Evaluator } from "./state.ts";

/** The Python exception that a thrown JavaScript value stands for; anything else is a fault of ours and goes on. */
export function asRaise(e: unknown): PyRaise {
  if (e instanceof PyRaise) return e;
  if (e instanceof RangeError) {
    if (e.message.includes("call stack"))
      return new PyRaise(makeException(RecursionErrorType, "maximum recursion depth exceeded"));
    if (/Invalid (string|array) length|BigInt size|Array buffer allocation/.test(e.message))
      return new PyRaise(makeException(MemoryErrorType));
  }
  throw e;
}

/** Adds the frame, at its current instruction, to the exception's traceback. */
export function addTraceback(frame: Frame, raised: PyRaise): void {
  const exc = raised.value;
  exc.traceback = new PyTraceback(frame, frame.ip, frame.spanAt(frame.ip), frame.code.source.qualname, exc.traceback);
}

/** The innermost protected region around an instruction. */
export function findHandler(table: readonly ExceptionTableEntry[], index: number): ExceptionTableEntry | undefined {
  for (const entry of table) if (index >= entry.start && index < entry.end) return entry;
  return undefined;
}

/**
 * Unwinds from instruction `at` of `frame` to the nearest handler within the same activation of the loop, and sets that
 * frame up to go on there. Throws on when the entry frame has none.
 */
export function unwind(vm: Evaluator, from: Frame, raised: PyRaise, index: number, reraising: boolean): Frame {
  let frame = from;
  let at = index;
  let again = reraising;
  for (;;) {
    if (!again) addTraceback(frame, raised);
    again = false;
    const { source, nlocalsplus } = frame.code;
    const handler = findHandler(source.exceptiontable, at);
    if (handler !== undefined) {
      frame.sp = nlocalsplus + handler.depth;
      if (handler.lasti) frame.stack[frame.sp++] = frame.ip;
      frame.stack[frame.sp++] = raised.value;
      frame.ip = handler.target - 1;
      return frame;
    }
    const back = frame.back;
    vm.frame = back;
    vm.depth = frame.depth - 1;
    if (frame.isEntry || back === null) throw raised;
    frame = back;
    at = frame.ip;
  }
}
