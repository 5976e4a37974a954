/**
 * Compiled code: what the compiler makes and the frame evaluator runs. Fields are those of CPython's `types.CodeType`.
 *
 * It differs from CPython 3.12 in its encoding alone: `code` holds pairs (opcode, oparg) of full width, so there is
 * no EXTENDED_ARG and no CACHE, and the oparg of a jump is the absolute index of the target instruction (a pair is one
 * instruction; instruction i stands at code[2*i]).
 */

import type { ConstantValue, Position } from "./ast.ts";

/** A constant of `co_consts`. Tuples and frozensets arise from folding; code objects belong to inner scopes. */
export type CodeConstant =
  | ConstantValue
  | { readonly type: "tuple"; readonly items: readonly CodeConstant[] }
  | { readonly type: "frozenset"; readonly items: readonly CodeConstant[] }
  | { readonly type: "code"; readonly value: CodeObject };

/** While an instruction in [start, end) raises, unwind the value stack to `depth` and go on at `target` (CPython's exception table). */
export interface ExceptionTableEntry {
  readonly start: number;
  readonly end: number;
  readonly target: number;
  readonly depth: number;
  /** Push the raising instruction's index before the exception. */
  readonly lasti: boolean;
}

/** CPython's CO_* bits. */
export const CodeFlag = {
  OPTIMIZED: 0x1,
  NEWLOCALS: 0x2,
  VARARGS: 0x4,
  VARKEYWORDS: 0x8,
  NESTED: 0x10,
  GENERATOR: 0x20,
  COROUTINE: 0x80,
  ITERABLE_COROUTINE: 0x100,
  ASYNC_GENERATOR: 0x200,
} as const;

export interface CodeObject {
  readonly name: string;
  readonly qualname: string;
  readonly filename: string;
  readonly firstlineno: number;
  readonly flags: number;
  /** Positional parameters, positional-only ones included. */
  readonly argcount: number;
  readonly posonlyargcount: number;
  readonly kwonlyargcount: number;
  readonly stacksize: number;
  readonly code: Int32Array;
  readonly consts: readonly CodeConstant[];
  readonly names: readonly string[];
  /**
   * Local slots in CPython's `co_localsplusnames` order: parameters, other locals, then cell variables that are no
   * parameters, then free variables. Fast-local and deref opargs index it.
   */
  readonly localsplusnames: readonly string[];
  readonly nlocals: number;
  /** Names of `localsplusnames` that are cells (a parameter that is captured is in both). */
  readonly cellvars: readonly string[];
  readonly freevars: readonly string[];
  readonly exceptiontable: readonly ExceptionTableEntry[];
  /** Four numbers an instruction: line, endLine, column, endColumn (see `Position`). */
  readonly positions: Int32Array;
  readonly docstring: string | null;
}

/** The source position of instruction `index`. */
export function positionOf(code: CodeObject, index: number): Position {
  const at = index * 4;
  const p = code.positions;
  return { line: p[at] ?? 0, endLine: p[at + 1] ?? 0, column: p[at + 2] ?? 0, endColumn: p[at + 3] ?? 0 };
}
