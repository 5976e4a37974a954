/** `with` and `async with`. */

import type { AsyncWith, Position, With } from "../ast.ts";
import { Opcode } from "../opcode.ts";
import { compileExpr, emitDelegation } from "./expressions.ts";
import { Pseudo } from "./instruction_stream.ts";
import { requireAsync } from "./loops.ts";
import { compileBody } from "./statements.ts";
import { storeTarget } from "./targets.ts";
import { emitCleanup, enterHandler } from "./try.ts";
import type { Unit } from "./unit.ts";

/** The items from `index` on: each is a `with` around the next. */
export function compileWith(unit: Unit, stmt: With | AsyncWith, index: number): void {
  const item = stmt.items[index];
  if (item === undefined) {
    compileBody(unit, stmt.body);
    return;
  }
  const { stream } = unit;
  const isAsync = stmt.kind === "AsyncWith";
  if (isAsync) requireAsync(unit, "'async with' outside async function", stmt.pos);
  const { pos } = item.contextExpr;
  compileExpr(unit, item.contextExpr);
  if (isAsync) {
    unit.emit(Opcode.BEFORE_ASYNC_WITH, 0, pos);
    unit.emit(Opcode.GET_AWAITABLE, 1, pos);
    unit.emitNone(pos);
    emitDelegation(unit, true, pos);
  } else {
    unit.emit(Opcode.BEFORE_WITH, 0, pos);
  }
  const handler = stream.setup(Pseudo.SETUP_WITH, pos);
  unit.blocks.push({ kind: isAsync ? "asyncWith" : "with", pos });
  if (item.optionalVars !== null) storeTarget(unit, item.optionalVars);
  else unit.emit(Opcode.POP_TOP, 0, pos);
  compileWith(unit, stmt, index + 1);
  unit.blocks.pop();
  stream.popBlock();
  emitExit(unit, isAsync, pos);
  unit.emit(Opcode.POP_TOP, 0, pos);
  const exit = unit.newLabel();
  unit.jump(exit, pos);

  stream.placeHandler(handler, pos);
  const cleanup = enterHandler(unit, pos);
  unit.emit(Opcode.WITH_EXCEPT_START, 0, pos);
  if (isAsync) awaitExit(unit, pos);
  const suppress = unit.newLabel();
  unit.emit(Opcode.POP_JUMP_IF_TRUE, suppress, pos);
  unit.emit(Opcode.RERAISE, 2, pos);
  unit.place(suppress, pos);
  unit.emit(Opcode.POP_TOP, 0, pos);
  stream.popBlock();
  unit.emit(Opcode.POP_EXCEPT, 0, pos);
  unit.emit(Opcode.POP_TOP, 0, pos);
  unit.emit(Opcode.POP_TOP, 0, pos);
  unit.jump(exit, pos);
  emitCleanup(unit, cleanup, pos);
  unit.place(exit, pos);
}

/** `exit(None, None, None)`, awaited if asynchronous; leaves its result. */
export function emitExit(unit: Unit, isAsync: boolean, pos: Position): void {
  for (let i = 0; i < 3; i++) unit.emitNone(pos);
  unit.emit(Opcode.CALL, 2, pos);
  if (isAsync) awaitExit(unit, pos);
}

function awaitExit(unit: Unit, pos: Position): void {
  unit.emit(Opcode.GET_AWAITABLE, 2, pos);
  unit.emitNone(pos);
  emitDelegation(unit, true, pos);
}
