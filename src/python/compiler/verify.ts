/** Checks a code object: opargs in range, jumps inside, one stack depth at each place, a sane exception table. */

import type { CodeObject, ExceptionTableEntry } from "../code_object.ts";
import { OPCODES, Opcode, stackEffect } from "../opcode.ts";

/** Throws when `code`, or a code object among its constants, breaks a rule that the evaluator relies on. */
export function verifyCode(code: CodeObject): void {
  const count = code.code.length / 2;
  const fail = (at: number, message: string): never => {
    throw new Error(`${code.filename}: ${code.qualname}: instruction ${at}: ${message}`);
  };
  if (code.positions.length !== count * 4) fail(0, "positions don't fit the code");
  for (const entry of code.exceptiontable) verifyEntry(entry, count, fail);
  for (let i = 0; i < count; i++) verifyOperand(code, i, fail);
  verifyStack(code, count, fail);
  for (const constant of code.consts) if (constant.type === "code") verifyCode(constant.value);
}

type Fail = (at: number, message: string) => never;

function verifyEntry(entry: ExceptionTableEntry, count: number, fail: Fail): void {
  const { start, end, target, depth } = entry;
  if (start >= end || start < 0 || end > count) fail(start, "an empty or misplaced exception table entry");
  if (target < 0 || target >= count) fail(start, "an exception handler outside the code");
  if (depth < 0) fail(start, "an exception handler with a negative depth");
}

function verifyOperand(code: CodeObject, i: number, fail: Fail): void {
  const opcode = code.code[i * 2] ?? -1;
  const oparg = code.code[i * 2 + 1] ?? 0;
  const info = OPCODES[opcode];
  if (info === undefined) fail(i, `no opcode ${opcode}`);
  const below = (limit: number, value: number): void => {
    if (value < 0 || value >= limit) fail(i, `${info.name}: oparg ${oparg} out of range`);
  };
  switch (info.oparg) {
    case "const":
      below(code.consts.length, oparg);
      break;
    case "name":
      below(code.names.length, oparg);
      break;
    case "global":
    case "attr":
      below(code.names.length, oparg >> 1);
      break;
    case "superattr":
      below(code.names.length, oparg >> 2);
      break;
    case "local":
      below(code.localsplusnames.length, oparg);
      break;
    case "jump":
      below(code.code.length / 2, oparg);
      break;
    case "compare":
      below(6, oparg >> 4);
      break;
    case "binary":
      below(26, oparg);
      break;
    default:
      break;
  }
}

/** Follows every way through the code. */
function verifyStack(code: CodeObject, count: number, fail: Fail): void {
  const depths = new Int32Array(count).fill(-1);
  const work: number[] = [];
  const reach = (from: number, to: number, depth: number): void => {
    if (to >= count) fail(from, "control runs off the end");
    if (depth < 0) fail(from, "the stack underflows");
    if (depth > code.stacksize) fail(from, `depth ${depth} is above the stack size ${code.stacksize}`);
    const known = depths[to] ?? -1;
    if (known === -1) {
      depths[to] = depth;
      work.push(to);
    } else if (known !== depth) {
      fail(to, `reached with depths ${known} and ${depth}`);
    }
  };
  reach(0, 0, 0);
  for (let i = work.pop(); i !== undefined; i = work.pop()) {
    const at = i;
    const depth = depths[at] ?? 0;
    const opcode = code.code[at * 2] ?? 0;
    const oparg = code.code[at * 2 + 1] ?? 0;
    for (const entry of code.exceptiontable) {
      if (at < entry.start || at >= entry.end) continue;
      if (depth < entry.depth) fail(at, `the handler's depth ${entry.depth} is above the instruction's ${depth}`);
      reach(at, entry.target, entry.depth + (entry.lasti ? 2 : 1));
    }
    switch (opcode) {
      case Opcode.RETURN_VALUE:
        if (depth !== 1 && code.exceptiontable.length === 0) fail(at, `returns with ${depth - 1} values left`);
        continue;
      case Opcode.RETURN_CONST:
        if (depth !== 0 && code.exceptiontable.length === 0) fail(at, `returns with ${depth} values left`);
        continue;
      case Opcode.RAISE_VARARGS:
      case Opcode.RERAISE:
        if (depth + stackEffect(opcode, oparg, false) < 0) fail(at, "the stack underflows");
        continue;
      case Opcode.JUMP_FORWARD:
      case Opcode.JUMP_BACKWARD:
      case Opcode.JUMP_BACKWARD_NO_INTERRUPT:
        reach(at, oparg, depth);
        continue;
    }
    if (OPCODES[opcode]?.oparg === "jump") reach(at, oparg, depth + stackEffect(opcode, oparg, true));
    reach(at, at + 1, depth + stackEffect(opcode, oparg, false));
  }
  const unreached = depths.indexOf(-1);
  if (unreached >= 0) fail(unreached, "can't be reached");
}
