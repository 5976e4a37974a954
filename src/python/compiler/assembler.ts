/** Turns a finished instruction stream into a code object: drops what can't be reached, resolves labels, computes depths. */

import type { CodeObject, ExceptionTableEntry } from "../code_object.ts";
import { OPCODES, Opcode } from "../opcode.ts";
import { type Handler, type InstructionStream, type Label, Pseudo } from "./instruction_stream.ts";
import { threadJumps } from "./jump_threading.ts";
import { UnboundLocals } from "./unbound_locals.ts";
import type { Unit } from "./unit.ts";

/** The stack depth where control can't come. */
const UNREACHED = -1;

interface Output {
  readonly opcodes: number[];
  readonly opargs: number[];
  /** Index of each instruction in the stream. */
  readonly sources: number[];
  /** Output index by label. */
  readonly labels: Int32Array;
  maxDepth: number;
}

export function assemble(unit: Unit): CodeObject {
  const { stream } = unit;
  const output = layOut(unit, stream, threadJumps(stream));
  const { sources } = output;
  const count = output.opcodes.length;
  const code = new Int32Array(count * 2);
  const positions = new Int32Array(count * 4);
  for (let i = 0; i < count; i++) {
    const [opcode, oparg] = encode(output, i);
    code[i * 2] = opcode;
    code[i * 2 + 1] = oparg;
    const pos = stream.positions[sources[i] ?? 0];
    if (pos === undefined) throw new Error("an instruction without position");
    positions[i * 4] = pos.line;
    positions[i * 4 + 1] = pos.endLine;
    positions[i * 4 + 2] = pos.column;
    positions[i * 4 + 3] = pos.endColumn;
  }
  return {
    name: unit.name,
    qualname: unit.qualname,
    filename: unit.compilation.filename,
    firstlineno: unit.firstlineno,
    flags: unit.flags,
    argcount: unit.argcount,
    posonlyargcount: unit.posonlyargcount,
    kwonlyargcount: unit.kwonlyargcount,
    stacksize: output.maxDepth,
    code,
    consts: unit.constants.items,
    names: unit.names,
    localsplusnames: unit.localsplusnames,
    nlocals: unit.nlocals,
    cellvars: unit.cellvars,
    freevars: unit.freevars,
    exceptiontable: exceptionTable(stream, output),
    positions,
    docstring: unit.docstring,
  };
}

function encode(output: Output, i: number): readonly [number, number] {
  const opcode = output.opcodes[i] ?? 0;
  const oparg = output.opargs[i] ?? 0;
  if (opcode < Pseudo.LABEL && OPCODES[opcode]?.oparg !== "jump") return [opcode, oparg];
  const target = output.labels[oparg] ?? UNREACHED;
  if (target === UNREACHED) throw new Error("a jump to a label that was not placed");
  if (opcode === (Pseudo.JUMP as number)) return [target > i ? Opcode.JUMP_FORWARD : Opcode.JUMP_BACKWARD, target];
  if (opcode === (Pseudo.JUMP_NO_INTERRUPT as number)) {
    return [target > i ? Opcode.JUMP_FORWARD : Opcode.JUMP_BACKWARD_NO_INTERRUPT, target];
  }
  return [opcode, target];
}

/**
 * One pass in order. It suffices because code is laid out so that every label is reached first by a jump forward, a
 * fall-through or as a handler; a backward jump to a place that seemed dead is a fault of the compiler.
 */
function layOut(unit: Unit, stream: InstructionStream, redirect: (label: Label, from: number) => Label): Output {
  const depths = new Int32Array(stream.labelCount).fill(UNREACHED);
  const output: Output = {
    opcodes: [],
    opargs: [],
    sources: [],
    labels: new Int32Array(stream.labelCount).fill(UNREACHED),
    maxDepth: 0,
  };
  const unbound = new UnboundLocals(unit);
  /** Labels in order of placement, so that those at the end can move back. */
  const placed: Label[] = [];
  let depth = 0;

  const reach = (label: Label, at: number): void => {
    const known = depths[label] ?? UNREACHED;
    if (known === UNREACHED) {
      if (output.labels[label] !== UNREACHED) throw new Error("a backward jump to dead code");
      depths[label] = at;
    } else if (known !== at) {
      throw new Error(`stack depths ${known} and ${at} meet in ${unit.qualname}`);
    }
    unbound.joinInto(label);
  };
  const note = (at: number): void => {
    if (at < 0) throw new Error(`the stack underflows in ${unit.qualname}`);
    if (at > output.maxDepth) output.maxDepth = at;
  };
  const append = (opcode: number, oparg: number, source: number): void => {
    output.opcodes.push(opcode);
    output.opargs.push(oparg);
    output.sources.push(source);
  };
  const place = (label: Label): void => {
    // A jump to the next instruction is none.
    const last = output.opcodes.length - 1;
    if (output.opcodes[last] === (Pseudo.JUMP as number) && output.opargs[last] === label) {
      output.opcodes.pop();
      output.opargs.pop();
      output.sources.pop();
      for (let j = placed.length - 1; j >= 0; j--) {
        const other = placed[j] ?? 0;
        if ((output.labels[other] ?? 0) <= last) break;
        output.labels[other] = last;
      }
    }
    output.labels[label] = output.opcodes.length;
    placed.push(label);
  };

  for (let i = 0; i < stream.opcodes.length; i++) {
    const opcode = stream.opcodes[i] ?? 0;
    const oparg = stream.opargs[i] ?? 0;
    if (opcode === (Pseudo.LABEL as number)) {
      const known = depths[oparg] ?? UNREACHED;
      if (depth === UNREACHED) depth = known;
      else if (known === UNREACHED) depths[oparg] = depth;
      else if (known !== depth) throw new Error(`stack depths ${known} and ${depth} meet in ${unit.qualname}`);
      // A label in dead code stays unplaced, so that a jump to it is noticed.
      if (depth !== UNREACHED) {
        unbound.enter(oparg);
        place(oparg);
      }
      continue;
    }
    if (depth === UNREACHED) continue;
    switch (opcode) {
      case Opcode.NOP:
        continue;
      case Pseudo.SETUP_FINALLY:
      case Pseudo.SETUP_CLEANUP:
      case Pseudo.SETUP_WITH: {
        const handler = handlerAt(stream, oparg);
        handler.depth = opcode === (Pseudo.SETUP_WITH as number) ? depth - 1 : depth;
        unbound.joinInto(handler.label);
        continue;
      }
      case Pseudo.JUMP:
      case Pseudo.JUMP_NO_INTERRUPT: {
        const target = redirect(oparg, i);
        reach(target, depth);
        append(opcode, target, i);
        depth = UNREACHED;
        unbound.leave();
        continue;
      }
      case Pseudo.STORE_FAST_MAYBE_NULL:
        unbound.restore(oparg);
        append(Opcode.STORE_FAST, oparg, i);
        depth -= 1;
        note(depth);
        continue;
    }
    const protector = stream.active[i] ?? null;
    if (protector !== null && depths[protector.label] === UNREACHED) {
      // The first instruction that may raise: now the handler can be reached.
      const entry = protector.depth + (protector.lasti ? 2 : 1);
      note(entry);
      depths[protector.label] = entry;
    }
    const info = OPCODES[opcode];
    if (info === undefined) throw new Error(`no opcode ${opcode}`);
    const { effect } = info;
    if (info.oparg === "jump") {
      const target = redirect(oparg, i);
      const taken = depth + (typeof effect === "number" ? effect : effect(oparg, true));
      note(taken);
      reach(target, taken);
      append(opcode, target, i);
    } else if (opcode === Opcode.RETURN_VALUE && isReturnOfConstant(output, placed.at(-1))) {
      const last = output.opcodes.length - 1;
      output.opcodes[last] = Opcode.RETURN_CONST;
      output.sources[last] = i;
    } else {
      append(unbound.check(opcode, oparg), oparg, i);
    }
    depth += typeof effect === "number" ? effect : effect(oparg, false);
    note(depth);
    if (isTerminal(opcode)) {
      depth = UNREACHED;
      unbound.leave();
    }
  }
  if (depth !== UNREACHED) throw new Error(`control runs off the end of ${unit.qualname}`);
  return output;
}

/** No jump comes between the constant's load and its return. */
function isReturnOfConstant({ opcodes, labels }: Output, lastPlaced: Label | undefined): boolean {
  const end = opcodes.length;
  return opcodes[end - 1] === Opcode.LOAD_CONST && (lastPlaced === undefined || labels[lastPlaced] !== end);
}

function isTerminal(opcode: number): boolean {
  switch (opcode) {
    case Opcode.RETURN_VALUE:
    case Opcode.RETURN_CONST:
    case Opcode.RAISE_VARARGS:
    case Opcode.RERAISE:
      return true;
    default:
      return false;
  }
}

function handlerAt(stream: InstructionStream, index: number): Handler {
  const handler = stream.handlers[index];
  if (handler === undefined) throw new Error("an unknown handler");
  return handler;
}

/** One entry a run of instructions with the same innermost handler. */
function exceptionTable(stream: InstructionStream, { sources, labels }: Output): ExceptionTableEntry[] {
  const table: ExceptionTableEntry[] = [];
  if (stream.handlers.length === 0) return table;
  let start = 0;
  let current: Handler | null = null;
  for (let i = 0; i <= sources.length; i++) {
    const source = sources[i];
    const handler = source === undefined ? null : (stream.active[source] ?? null);
    if (handler === current) continue;
    if (current !== null) {
      const target = labels[current.label] ?? UNREACHED;
      // Nothing but jumps in it: the handler was dropped.
      if (target !== UNREACHED) table.push({ start, end: i, target, depth: current.depth, lasti: current.lasti });
    }
    start = i;
    current = handler;
  }
  return table;
}
