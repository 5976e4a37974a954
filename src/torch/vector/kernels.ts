/**
 * The element-wise inner loops, compiled to WebAssembly with vector instructions (.tools/elementwise_kernels.mjs), over a row of
 * registers: pieces of memory that each hold a block of elements.
 */

import { instantiateWasm } from "../wasm.ts";
import { KERNELS_WASM } from "./kernels_wasm.ts";
import type { Lane } from "./lanes.ts";

/** Reads one register whole. */
export type UnaryKernel = (out: number, a: number, count: number) => void;
/** A step of 0 reads the same vector again and again: a number in all its lanes. */
export type BinaryKernel = (out: number, a: number, stepA: number, b: number, stepB: number, count: number) => void;
export type SelectKernel = (
  out: number,
  condition: number,
  stepC: number,
  a: number,
  stepA: number,
  b: number,
  stepB: number,
  count: number,
) => void;

export interface VectorMemory {
  readonly buffer: ArrayBuffer;
  /** Elements in a block: as many as a register holds, whatever their lanes. */
  readonly block: number;
  /** Where each register lies. */
  readonly registers: readonly number[];
  /** Where each vector of equal lanes lies. */
  readonly constants: readonly number[];
  /** By operator and lane: `add_f32`. */
  unary(name: string): UnaryKernel;
  binary(name: string): BinaryKernel;
  select(lane: Lane): SelectKernel;
}

const REGISTERS = 10;
const CONSTANTS = 64;
/** Vectors may write beyond the last element. */
const PADDING = 16;

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly block: { readonly value: number };
  readonly registers: { readonly value: number };
  readonly constants: { readonly value: number };
}

let instance: VectorMemory | null = null;

/** Compiled at the first call. */
export function vectorMemory(): VectorMemory {
  instance ??= instantiate();
  return instance;
}

function instantiate(): VectorMemory {
  const exports = instantiateWasm(KERNELS_WASM, { kernels: { logOf: Math.log } });
  const { memory, block, registers, constants } = exports as Exports;
  const functions = exports as Readonly<Record<string, unknown>>;
  const find = (name: string): unknown => {
    const kernel = functions[name];
    if (typeof kernel !== "function") throw new Error(`there is no vector kernel ${name}`);
    return kernel;
  };
  const size = block.value * 8 + PADDING;
  return {
    buffer: memory.buffer,
    block: block.value,
    registers: Array.from({ length: REGISTERS }, (_, i) => registers.value + i * size),
    constants: Array.from({ length: CONSTANTS }, (_, i) => constants.value + i * 16),
    unary: (name) => find(name) as UnaryKernel,
    binary: (name) => find(name) as BinaryKernel,
    select: (lane) => find(`select_${lane}`) as SelectKernel,
  };
}
