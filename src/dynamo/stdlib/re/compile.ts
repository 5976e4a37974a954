/** Lowers the syntax tree to instructions for the backtracking matcher. */

import { charTest } from "./chars.ts";
import { type ParsedRegex, type RegexNode, widthOf } from "./syntax.ts";

/** Tests one code point. */
export type CharTest = (code: number) => boolean;

export type Instruction =
  | { op: "char"; code: number }
  | { op: "test"; test: CharTest }
  /** A run of single characters: `min` to `max`, giving back one at a time (greedy) or none (possessive). */
  | { op: "run"; test: CharTest; min: number; max: number; possessive: boolean }
  | { op: "split"; first: number; second: number }
  | { op: "jump"; target: number }
  | { op: "save"; slot: number }
  | { op: "reset"; counter: number }
  /** Decides about one more iteration; `counter` is followed by the register of the iteration's start. */
  | { op: "loop"; counter: number; min: number; max: number; lazy: boolean; exit: number }
  | { op: "enter"; counter: number }
  | { op: "at"; where: string; word: CharTest }
  | { op: "look"; back: number; negate: boolean; end: number }
  | { op: "atomic"; end: number }
  | { op: "backref"; index: number; ignoreCase: boolean }
  | { op: "conditional"; index: number; no: number }
  | { op: "match" }
  /** Ends a look-around or atomic body. */
  | { op: "done" };

export interface Program {
  readonly code: readonly Instruction[];
  /** Capture slots (two a group, group 0 first) and loop registers. */
  readonly registers: number;
  /** A literal first character, to skip ahead when searching; -1 when unknown. */
  readonly firstChar: number;
}

export function compileRegex(parsed: ParsedRegex): Program {
  const code: Instruction[] = [];
  let registers = (parsed.groups + 1) * 2;
  const empty = new Map<number, [number, number]>();

  const emit = (node: RegexNode): void => {
    switch (node.kind) {
      case "char":
        if (node.ignoreCase) code.push({ op: "test", test: charTest(node) });
        else code.push({ op: "char", code: node.code });
        break;
      case "any":
      case "set":
        code.push({ op: "test", test: charTest(node) });
        break;
      case "sequence":
        for (const item of node.items) emit(item);
        break;
      case "branch":
        branch(node.options);
        break;
      case "group":
        code.push({ op: "save", slot: node.index * 2 });
        emit(node.body);
        code.push({ op: "save", slot: node.index * 2 + 1 });
        break;
      case "repeat":
        repeat(node);
        break;
      case "at": {
        const word = charTest({
          kind: "set",
          negate: false,
          ranges: [],
          categories: ["w"],
          ignoreCase: false,
          ascii: node.ascii,
        });
        code.push({ op: "at", where: node.where, word });
        break;
      }
      case "look": {
        const look = {
          op: "look" as const,
          back: node.behind ? widthOf(node.body, empty)[0] : 0,
          negate: node.negate,
          end: 0,
        };
        code.push(look);
        emit(node.body);
        code.push({ op: "done" });
        look.end = code.length;
        break;
      }
      case "atomic":
        atomic(() => emit(node.body));
        break;
      case "backref":
        code.push({ op: "backref", index: node.index, ignoreCase: node.ignoreCase });
        break;
      case "conditional": {
        const test = { op: "conditional" as const, index: node.index, no: 0 };
        code.push(test);
        emit(node.yes);
        const jump = { op: "jump" as const, target: 0 };
        code.push(jump);
        test.no = code.length;
        if (node.no !== null) emit(node.no);
        jump.target = code.length;
        break;
      }
    }
  };

  const atomic = (body: () => void): void => {
    const instruction = { op: "atomic" as const, end: 0 };
    code.push(instruction);
    body();
    code.push({ op: "done" });
    instruction.end = code.length;
  };

  const branch = (options: readonly RegexNode[]): void => {
    const jumps: { op: "jump"; target: number }[] = [];
    options.forEach((option, i) => {
      if (i === options.length - 1) {
        emit(option);
        return;
      }
      const split = { op: "split" as const, first: code.length + 1, second: 0 };
      code.push(split);
      emit(option);
      const jump = { op: "jump" as const, target: 0 };
      code.push(jump);
      jumps.push(jump);
      split.second = code.length;
    });
    for (const jump of jumps) jump.target = code.length;
  };

  const repeat = (node: RegexNode & { kind: "repeat" }): void => {
    const { body, min, max, mode } = node;
    const single = body.kind === "char" || body.kind === "any" || body.kind === "set";
    if (single && mode !== "lazy") {
      code.push({ op: "run", test: charTest(body), min, max, possessive: mode === "possessive" });
      return;
    }
    const emitLoop = (): void => {
      const counter = registers;
      registers += 2;
      code.push({ op: "reset", counter });
      const at = code.length;
      const loop = { op: "loop" as const, counter, min, max, lazy: mode === "lazy", exit: 0 };
      code.push(loop, { op: "enter", counter });
      emit(body);
      code.push({ op: "jump", target: at });
      loop.exit = code.length;
    };
    if (mode === "possessive") atomic(emitLoop);
    else emitLoop();
  };

  emit(parsed.node);
  code.push({ op: "match" });
  return { code, registers, firstChar: firstChar(code) };
}

function firstChar(code: readonly Instruction[]): number {
  for (const instruction of code) {
    if (instruction.op === "save") continue;
    return instruction.op === "char" ? instruction.code : -1;
  }
  return -1;
}
