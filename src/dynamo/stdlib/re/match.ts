/**
 * The backtracking matcher. It keeps its own stack, so that deep patterns can't overflow ours, and charges its steps,
 * so that a pathological pattern ends at the budget instead of hanging.
 */

import { caseVariants } from "./chars.ts";
import type { Instruction, Program } from "./compile.ts";

export type Mode = "search" | "match" | "fullmatch";

/** The subject as code points; positions count them. */
export type Subject = Int32Array;

export function toSubject(text: string): Subject {
  const codes = new Int32Array(text.length);
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.codePointAt(i) ?? 0;
    if (code > 0xffff) i++;
    codes[count++] = code;
  }
  return count === text.length ? codes : codes.subarray(0, count);
}

const CHARGE_EVERY = 8192;

/** The capture slots (start, end; -1 unset) of the first match in [start, end), or null. */
export function execute(
  program: Program,
  subject: Subject,
  start: number,
  end: number,
  mode: Mode,
  charge: (steps: number) => void,
  skipEmptyAt = -1,
): Int32Array | null {
  const matcher = new Matcher(program, subject, end, mode === "fullmatch", charge, skipEmptyAt);
  const last = mode === "search" ? end : start;
  for (let at = start; at <= last; at++) {
    if (mode === "search" && program.firstChar >= 0) {
      at = subject.indexOf(program.firstChar, at);
      if (at < 0 || at >= end) return null;
    }
    const stop = matcher.attempt(at);
    if (stop >= 0) {
      matcher.registers[0] = at;
      matcher.registers[1] = stop;
      return matcher.registers;
    }
  }
  return null;
}

class Matcher {
  readonly registers: Int32Array;
  private readonly code: readonly Instruction[];
  private readonly subject: Subject;
  private readonly end: number;
  private readonly full: boolean;
  private readonly charge: (steps: number) => void;
  private readonly skipEmptyAt: number;
  private start = 0;
  /** Frames of four: resume pc, position, undo mark, lowest position of a run (-1: a plain choice). */
  private readonly frames: number[] = [];
  /** Overwritten registers: pairs (register, old value). */
  private readonly undo: number[] = [];
  private steps = 0;

  constructor(
    program: Program,
    subject: Subject,
    end: number,
    full: boolean,
    charge: (steps: number) => void,
    skipEmptyAt: number,
  ) {
    this.code = program.code;
    this.registers = new Int32Array(program.registers).fill(-1);
    this.subject = subject;
    this.end = end;
    this.full = full;
    this.charge = charge;
    this.skipEmptyAt = skipEmptyAt;
  }

  attempt(at: number): number {
    this.start = at;
    this.registers.fill(-1);
    this.frames.length = 0;
    this.undo.length = 0;
    return this.run(0, at);
  }

  private set(register: number, value: number): void {
    this.undo.push(register, this.registers[register] as number);
    this.registers[register] = value;
  }

  private rewind(mark: number): void {
    while (this.undo.length > mark) {
      const old = this.undo.pop() as number;
      this.registers[this.undo.pop() as number] = old;
    }
  }

  /** Runs from `pc` until its own "match" or "done"; the position there, or -1. */
  private run(entry: number, from: number): number {
    const base = this.frames.length;
    const { code, subject, end, frames, registers } = this;
    let pc = entry;
    let pos = from;
    for (;;) {
      if (++this.steps >= CHARGE_EVERY) {
        this.charge(this.steps);
        this.steps = 0;
      }
      const instruction = code[pc] as Instruction;
      let ok = true;
      switch (instruction.op) {
        case "char":
          ok = pos < end && subject[pos] === instruction.code;
          pos++;
          pc++;
          break;
        case "test":
          ok = pos < end && instruction.test(subject[pos] as number);
          pos++;
          pc++;
          break;
        case "run": {
          const { test, min, max } = instruction;
          const limit = max < end - pos ? pos + max : end;
          let at = pos;
          while (at < limit && test(subject[at] as number)) at++;
          this.steps += (at - pos) >> 2;
          ok = at - pos >= min;
          pc++;
          if (ok && !instruction.possessive && at > pos + min) frames.push(pc, at, this.undo.length, pos + min);
          pos = at;
          break;
        }
        case "split":
          frames.push(instruction.second, pos, this.undo.length, -1);
          pc = instruction.first;
          break;
        case "jump":
          pc = instruction.target;
          break;
        case "save":
          this.set(instruction.slot, pos);
          pc++;
          break;
        case "reset":
          this.set(instruction.counter, 0);
          this.set(instruction.counter + 1, -1);
          pc++;
          break;
        case "loop": {
          const count = registers[instruction.counter] as number;
          const empty = count > 0 && registers[instruction.counter + 1] === pos;
          if (count < instruction.min && !empty) pc++;
          else if (count >= instruction.max || empty) pc = instruction.exit;
          else if (instruction.lazy) {
            frames.push(pc + 1, pos, this.undo.length, -1);
            pc = instruction.exit;
          } else {
            frames.push(instruction.exit, pos, this.undo.length, -1);
            pc++;
          }
          break;
        }
        case "enter":
          this.set(instruction.counter, (registers[instruction.counter] as number) + 1);
          this.set(instruction.counter + 1, pos);
          pc++;
          break;
        case "at":
          ok = this.at(instruction.where, instruction.word, pos);
          pc++;
          break;
        case "look": {
          const mark = this.undo.length;
          const found = pos >= instruction.back && this.run(pc + 1, pos - instruction.back) >= 0;
          if (found && instruction.negate) this.rewind(mark);
          ok = found !== instruction.negate;
          pc = instruction.end;
          break;
        }
        case "atomic": {
          const stop = this.run(pc + 1, pos);
          ok = stop >= 0;
          if (ok) pos = stop;
          pc = instruction.end;
          break;
        }
        case "backref": {
          const length = this.backref(instruction.index, instruction.ignoreCase, pos);
          ok = length >= 0;
          pos += length;
          pc++;
          break;
        }
        case "conditional":
          pc = (registers[instruction.index * 2 + 1] as number) >= 0 ? pc + 1 : instruction.no;
          break;
        case "match":
          ok = !(this.full && pos !== end) && !(pos === this.skipEmptyAt && pos === this.start);
          if (ok) {
            frames.length = base;
            return pos;
          }
          break;
        case "done":
          frames.length = base;
          return pos;
      }
      if (ok) continue;
      if (frames.length === base) return -1;
      const low = frames.pop() as number;
      const mark = frames.pop() as number;
      pos = frames.pop() as number;
      pc = frames.pop() as number;
      this.rewind(mark);
      if (low >= 0) {
        pos--;
        if (pos > low) frames.push(pc, pos, mark, low);
      }
    }
  }

  private at(where: string, word: (code: number) => boolean, pos: number): boolean {
    const { subject, end } = this;
    switch (where) {
      case "^":
      case "A":
        return pos === 0;
      case "Z":
        return pos === end;
      case "$":
        return pos === end || (pos === end - 1 && subject[pos] === 10);
      case "m^":
        return pos === 0 || subject[pos - 1] === 10;
      case "m$":
        return pos === end || subject[pos] === 10;
      default: {
        const before = pos > 0 && word(subject[pos - 1] as number);
        const after = pos < end && word(subject[pos] as number);
        return (before !== after) === (where === "b");
      }
    }
  }

  /** The length of the group's text when it stands at `pos`, or -1. */
  private backref(index: number, ignoreCase: boolean, pos: number): number {
    const from = this.registers[index * 2] as number;
    const to = this.registers[index * 2 + 1] as number;
    if (from < 0 || to < from) return -1;
    const length = to - from;
    if (pos + length > this.end) return -1;
    for (let i = 0; i < length; i++) {
      const a = this.subject[from + i] as number;
      const b = this.subject[pos + i] as number;
      if (a !== b && !(ignoreCase && caseVariants(a).includes(b))) return -1;
    }
    return length;
  }
}
