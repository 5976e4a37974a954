/** `try` with `except`, `else` and `finally`. */

import type { ExceptHandler, Position, Try } from "../ast.ts";
import { Opcode } from "../opcode.ts";
import { compileExpr } from "./expressions.ts";
import { type Handler, Pseudo } from "./instruction_stream.ts";
import { deleteName, storeName } from "./names.ts";
import { compileBody } from "./statements.ts";
import type { Unit } from "./unit.ts";

export function compileTry(unit: Unit, stmt: Try): void {
  compileFinally(unit, stmt, () => {
    if (stmt.handlers.length > 0) compileExcept(unit, stmt);
    else {
      compileBody(unit, stmt.body);
      compileBody(unit, stmt.orelse);
    }
  });
}

/** Runs `body`, then the `finally` block on every way out of it. */
export function compileFinally(unit: Unit, stmt: Pick<Try, "finalbody" | "pos">, body: () => void): void {
  const { finalbody, pos } = stmt;
  if (finalbody.length === 0) {
    body();
    return;
  }
  const { stream } = unit;
  const exit = unit.newLabel();
  const handler = stream.setup(Pseudo.SETUP_FINALLY, pos);
  unit.blocks.push({ kind: "finallyTry", body: finalbody });
  body();
  unit.blocks.pop();
  stream.popBlock();
  compileBody(unit, finalbody);
  unit.jump(exit, pos);

  stream.placeHandler(handler, pos);
  const cleanup = enterHandler(unit, pos);
  unit.blocks.push({ kind: "finallyEnd" });
  compileBody(unit, finalbody);
  unit.blocks.pop();
  unit.emit(Opcode.RERAISE, 0, pos);
  emitCleanup(unit, cleanup, pos);
  unit.place(exit, pos);
}

/** Makes the exception on the stack the handled one; an exception from now on restores the previous one first. */
export function enterHandler(unit: Unit, pos: Position): Handler {
  const cleanup = unit.stream.setup(Pseudo.SETUP_CLEANUP, pos);
  unit.emit(Opcode.PUSH_EXC_INFO, 0, pos);
  return cleanup;
}

/** The handler of a handler: restores the previous exception and raises the new one on. */
export function emitCleanup(unit: Unit, cleanup: Handler, pos: Position): void {
  unit.stream.placeHandler(cleanup, pos);
  unit.emit(Opcode.COPY, 3, pos);
  unit.emit(Opcode.POP_EXCEPT, 0, pos);
  unit.emit(Opcode.RERAISE, 1, pos);
}

/** Ends `except … as name`: the name is unbound, whatever the handler did with it. */
export function forgetName(unit: Unit, name: string, pos: Position): void {
  unit.emitNone(pos);
  storeName(unit, name, pos);
  deleteName(unit, name, pos);
}

function compileExcept(unit: Unit, stmt: Try): void {
  const { pos, handlers } = stmt;
  const { stream } = unit;
  const end = unit.newLabel();
  const except = stream.setup(Pseudo.SETUP_FINALLY, pos);
  unit.blocks.push({ kind: "try" });
  compileBody(unit, stmt.body);
  unit.blocks.pop();
  stream.popBlock();
  compileBody(unit, stmt.orelse);
  unit.jump(end, pos);

  stream.placeHandler(except, pos);
  const cleanup = enterHandler(unit, pos);
  unit.blocks.push({ kind: "exceptionHandler" });
  handlers.forEach((handler, i) => {
    if (handler.type === null && i < handlers.length - 1) {
      throw unit.error("default 'except:' must be last", handler.pos);
    }
    const next = unit.newLabel();
    if (handler.type !== null) {
      compileExpr(unit, handler.type);
      unit.emit(Opcode.CHECK_EXC_MATCH, 0, handler.type.pos);
      unit.emit(Opcode.POP_JUMP_IF_FALSE, next, handler.type.pos);
    }
    compileHandler(unit, handler, end);
    stream.handler = cleanup;
    unit.place(next, handler.pos);
  });
  unit.blocks.pop();
  unit.emit(Opcode.RERAISE, 0, pos);
  emitCleanup(unit, cleanup, pos);
  unit.place(end, pos);
}

function compileHandler(unit: Unit, handler: ExceptHandler, end: number): void {
  const { pos, name } = handler;
  const { stream } = unit;
  if (name === null) {
    unit.emit(Opcode.POP_TOP, 0, pos);
    unit.blocks.push({ kind: "handlerCleanup", name: null });
    compileBody(unit, handler.body);
    unit.blocks.pop();
    stream.popBlock();
    unit.emit(Opcode.POP_EXCEPT, 0, pos);
    unit.jump(end, pos);
    return;
  }
  storeName(unit, name, pos);
  const forget = stream.setup(Pseudo.SETUP_CLEANUP, pos);
  unit.blocks.push({ kind: "handlerCleanup", name });
  compileBody(unit, handler.body);
  unit.blocks.pop();
  stream.popBlock();
  stream.popBlock();
  unit.emit(Opcode.POP_EXCEPT, 0, pos);
  forgetName(unit, name, pos);
  unit.jump(end, pos);
  stream.placeHandler(forget, pos);
  forgetName(unit, name, pos);
  unit.emit(Opcode.RERAISE, 1, pos);
}
