/** `try` with `except*` (PEP 654): every handler takes its share of the exception group. */

import type { ExceptHandler, TryStar } from "../ast.ts";
import { Intrinsic2, Opcode } from "../opcode.ts";
import { compileExpr } from "./expressions.ts";
import { Pseudo } from "./instruction_stream.ts";
import { storeName } from "./names.ts";
import { compileBody } from "./statements.ts";
import { compileFinally, emitCleanup, enterHandler, forgetName } from "./try.ts";
import type { Unit } from "./unit.ts";

export function compileTryStar(unit: Unit, stmt: TryStar): void {
  compileFinally(unit, stmt, () => compileExceptStar(unit, stmt));
}

/**
 * In the handlers the stack is: previous exception, the original group, a list of what to raise at the end, and what
 * is still unhandled.
 */
function compileExceptStar(unit: Unit, stmt: TryStar): void {
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
  unit.blocks.push({ kind: "groupHandler" });
  unit.emit(Opcode.BUILD_LIST, 0, pos);
  unit.emit(Opcode.COPY, 2, pos);
  for (const handler of handlers) {
    compileHandler(unit, handler);
    stream.handler = cleanup;
  }
  unit.blocks.pop();
  unit.emit(Opcode.LIST_APPEND, 1, pos);
  unit.emit(Opcode.CALL_INTRINSIC_2, Intrinsic2.PREP_RERAISE_STAR, pos);
  unit.emit(Opcode.COPY, 1, pos);
  const reraise = unit.newLabel();
  unit.emit(Opcode.POP_JUMP_IF_NOT_NONE, reraise, pos);
  stream.popBlock();
  unit.emit(Opcode.POP_TOP, 0, pos);
  unit.emit(Opcode.POP_EXCEPT, 0, pos);
  unit.jump(end, pos);
  unit.place(reraise, pos);
  unit.emit(Opcode.SWAP, 2, pos);
  unit.emit(Opcode.POP_EXCEPT, 0, pos);
  unit.emit(Opcode.RERAISE, 0, pos);
  emitCleanup(unit, cleanup, pos);
  unit.place(end, pos);
}

/** Leaves the unhandled rest on top; what the handler itself raises is put in the list. */
function compileHandler(unit: Unit, handler: ExceptHandler): void {
  const { pos, type, name } = handler;
  const { stream } = unit;
  if (type === null) throw unit.error("expected one or more exception types", pos);
  const noMatch = unit.newLabel();
  const next = unit.newLabel();
  compileExpr(unit, type);
  unit.emit(Opcode.CHECK_EG_MATCH, 0, type.pos);
  unit.emit(Opcode.COPY, 1, type.pos);
  unit.emit(Opcode.POP_JUMP_IF_NONE, noMatch, type.pos);
  if (name === null) unit.emit(Opcode.POP_TOP, 0, pos);
  else storeName(unit, name, pos);
  const raised = stream.setup(Pseudo.SETUP_CLEANUP, pos);
  unit.blocks.push({ kind: "handlerCleanup", name });
  compileBody(unit, handler.body);
  unit.blocks.pop();
  stream.popBlock();
  if (name !== null) forgetName(unit, name, pos);
  unit.jump(next, pos);

  stream.placeHandler(raised, pos);
  if (name !== null) forgetName(unit, name, pos);
  unit.emit(Opcode.LIST_APPEND, 3, pos);
  unit.emit(Opcode.POP_TOP, 0, pos);
  unit.jump(next, pos);

  unit.place(noMatch, pos);
  unit.emit(Opcode.POP_TOP, 0, pos);
  unit.place(next, pos);
}
