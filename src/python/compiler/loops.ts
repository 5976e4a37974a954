/** Loops, and leaving blocks by `break`, `continue` and `return`. */

import type { AsyncFor, Break, Continue, Expr, For, Position, Return, While } from "../ast.ts";
import { Opcode } from "../opcode.ts";
import { jumpIf } from "./conditions.ts";
import { compileExpr, emitDelegation } from "./expressions.ts";
import { foldConstant, foldSequence } from "./fold.ts";
import { Pseudo } from "./instruction_stream.ts";
import { compileBody } from "./statements.ts";
import { storeTarget } from "./targets.ts";
import { forgetName } from "./try.ts";
import type { FrameBlock, Unit } from "./unit.ts";
import { emitExit } from "./with.ts";

export function compileFor(unit: Unit, stmt: For | AsyncFor): void {
  const { pos, target, iter } = stmt;
  const { stream } = unit;
  const start = unit.newLabel();
  const exit = unit.newLabel();
  if (stmt.kind === "AsyncFor") {
    requireAsync(unit, "'async for' outside async function", pos);
    compileExpr(unit, iter);
    unit.emit(Opcode.GET_AITER, 0, iter.pos);
    unit.place(start, iter.pos);
    const exhausted = stream.setup(Pseudo.SETUP_FINALLY, iter.pos);
    unit.emit(Opcode.GET_ANEXT, 0, iter.pos);
    unit.emitNone(iter.pos);
    emitDelegation(unit, true, iter.pos);
    stream.popBlock();
    compileIteration(unit, stmt, start, exit);
    stream.placeHandler(exhausted, iter.pos);
    unit.emit(Opcode.END_ASYNC_FOR, 0, iter.pos);
  } else {
    const exhausted = unit.newLabel();
    compileIterable(unit, iter);
    unit.emit(Opcode.GET_ITER, 0, iter.pos);
    unit.place(start, iter.pos);
    unit.emit(Opcode.FOR_ITER, exhausted, iter.pos);
    compileIteration(unit, stmt, start, exit);
    unit.place(exhausted, iter.pos);
    unit.emit(Opcode.END_FOR, 0, iter.pos);
  }
  compileBody(unit, stmt.orelse);
  unit.place(exit, pos);

  function compileIteration(u: Unit, s: For | AsyncFor, continueAt: number, breakAt: number): void {
    u.blocks.push({ kind: "for", start: continueAt, exit: breakAt });
    storeTarget(u, target);
    compileBody(u, s.body);
    u.blocks.pop();
    u.jump(continueAt, s.pos);
  }
}

/** A list of constants that is only looped over is a constant. */
function compileIterable(unit: Unit, iter: Expr): void {
  const folded = iter.kind === "List" && iter.elts.length > 0 ? foldSequence(iter.elts, "tuple") : null;
  if (folded !== null) unit.emitConst(folded, iter.pos);
  else compileExpr(unit, iter);
}

export function compileWhile(unit: Unit, stmt: While): void {
  const { pos } = stmt;
  const start = unit.newLabel();
  const otherwise = unit.newLabel();
  const exit = unit.newLabel();
  unit.place(start, pos);
  jumpIf(unit, stmt.test, otherwise, false);
  unit.blocks.push({ kind: "while", start, exit });
  compileBody(unit, stmt.body);
  unit.blocks.pop();
  unit.jump(start, pos);
  unit.place(otherwise, pos);
  compileBody(unit, stmt.orelse);
  unit.place(exit, pos);
}

export function compileBreak(unit: Unit, stmt: Break): void {
  leave(unit, stmt.pos, false, true, (loop) => {
    if (loop === null) throw unit.error("'break' outside loop", stmt.pos);
    leaveBlock(unit, loop, false, stmt.pos);
    unit.jump(loop.exit, stmt.pos);
  });
}

export function compileContinue(unit: Unit, stmt: Continue): void {
  leave(unit, stmt.pos, false, true, (loop) => {
    if (loop === null) throw unit.error("'continue' not properly in loop", stmt.pos);
    unit.jump(loop.start, stmt.pos);
  });
}

export function compileReturn(unit: Unit, stmt: Return): void {
  const { pos, value } = stmt;
  if (unit.ownScope.type !== "function") throw unit.error("'return' outside function", pos);
  const constant = value === null ? null : foldConstant(value);
  const kept = value !== null && constant === null;
  if (kept) compileExpr(unit, value);
  leave(unit, pos, kept, false, () => {
    if (value === null) unit.emitNone(pos);
    else if (constant !== null) unit.emitConst(constant, value.pos);
    unit.emit(Opcode.RETURN_VALUE, 0, pos);
  });
}

type Loop = Extract<FrameBlock, { kind: "for" | "while" }>;

/**
 * Leaves the open blocks, innermost first, up to a loop if `toLoop`, then emits `finish`, which belongs to the block
 * that is reached. What is emitted on the way is outside the blocks left; afterwards all are open again.
 * `keepTop`: a value on top of the stack comes along.
 */
function leave(
  unit: Unit,
  pos: Position,
  keepTop: boolean,
  toLoop: boolean,
  finish: (loop: Loop | null) => void,
): void {
  const { stream, blocks } = unit;
  const handler = stream.handler;
  const open = [...blocks];
  let loop: Loop | null = null;
  for (;;) {
    const block = blocks.at(-1);
    if (block === undefined) break;
    if (block.kind === "groupHandler") {
      throw unit.error("'break', 'continue' and 'return' cannot appear in an except* block", pos);
    }
    if (toLoop && (block.kind === "for" || block.kind === "while")) {
      loop = block;
      break;
    }
    blocks.pop();
    leaveBlock(unit, block, keepTop, pos);
  }
  finish(loop);
  blocks.length = 0;
  blocks.push(...open);
  stream.handler = handler;
}

/** Emits what leaving one block takes. */
function leaveBlock(unit: Unit, block: FrameBlock, keepTop: boolean, pos: Position): void {
  const { stream } = unit;
  const swap = (): void => {
    if (keepTop) unit.emit(Opcode.SWAP, 2, pos);
  };
  switch (block.kind) {
    case "while":
    case "exceptionHandler":
    case "groupHandler":
      return;
    case "for":
    case "popValue":
      swap();
      unit.emit(Opcode.POP_TOP, 0, pos);
      return;
    case "try":
      stream.popBlock();
      return;
    case "finallyTry":
      stream.popBlock();
      if (keepTop) unit.blocks.push({ kind: "popValue" });
      compileBody(unit, block.body);
      if (keepTop) unit.blocks.pop();
      return;
    case "finallyEnd":
      swap();
      unit.emit(Opcode.POP_TOP, 0, pos);
      swap();
      stream.popBlock();
      unit.emit(Opcode.POP_EXCEPT, 0, pos);
      return;
    case "with":
    case "asyncWith":
      stream.popBlock();
      swap();
      emitExit(unit, block.kind === "asyncWith", block.pos);
      unit.emit(Opcode.POP_TOP, 0, pos);
      return;
    case "handlerCleanup":
      if (block.name !== null) stream.popBlock();
      swap();
      stream.popBlock();
      unit.emit(Opcode.POP_EXCEPT, 0, pos);
      if (block.name !== null) forgetName(unit, block.name, pos);
      return;
  }
}

export function requireAsync(unit: Unit, message: string, pos: Position): void {
  if (unit.ownScope.type !== "function" || !unit.ownScope.isCoroutine) throw unit.error(message, pos);
}
