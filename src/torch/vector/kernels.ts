/**
 * The element-wise inner loops, compiled to WebAssembly with vector instructions (.tools/elementwise_kernels.mjs), over a row of
 * registers: pieces of memory that each hold a block of elements.
 */

import { KERNELS_WASM } from "./kernels_wasm.ts";

/** What a register's elements are: 64-bit integers are doubles, booleans bytes of 0 and 1, narrow floats single precision. */
export type Lane = "f32" | "f64" | "i32" | "i16" | "i8" | "u8";

export const LANE_BYTES: Readonly<Record<Lane, number>> = { f32: 4, f64: 8, i32: 4, i16: 2, i8: 1, u8: 1 };

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

declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

let instance: VectorMemory | null = null;

/** Compiled at the first call. */
export function vectorMemory(): VectorMemory {
  instance ??= instantiate();
  return instance;
}

function instantiate(): VectorMemory {
  const bytes = Uint8Array.from(atob(KERNELS_WASM), (c) => c.charCodeAt(0));
  const imports = { kernels: { logOf: Math.log } };
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);
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
