/** The inner loops of random fills, compiled to WebAssembly with vector instructions (assembly/kernels.ts), over one buffer. */

import { instantiateWasm } from "../wasm.ts";
import { KERNELS_WASM } from "./kernels_wasm.ts";

/** Draws in one block of the generator. */
export const BLOCK_DRAWS = 624;

export interface Kernels {
  /** The generator's present block, before tempering. */
  readonly state: Uint32Array;
  /** Draws as `read` writes them. */
  readonly draws: Uint32Array;
  /** The same memory after `uniform` or `normal`. */
  readonly floats: Float32Array;
  /** Goes `blocks` blocks further. */
  skip(blocks: number): void;
  /** Writes `count` draws from the one at `position` (0 to 624) of the present block on; how many blocks it went further. */
  read(position: number, count: number): number;
  /** `count` draws become float32 numbers of [from, from + range). */
  uniform(count: number, from: number, range: number): void;
  /** `blocks` times 16 draws become float32 samples of a normal distribution. */
  normal(blocks: number, mean: number, std: number): void;
}

interface Exports extends Pick<Kernels, "skip" | "read" | "uniform" | "normal"> {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly state: { readonly value: number };
  readonly buffer: { readonly value: number };
  readonly capacity: { readonly value: number };
}

let instance: Kernels | null = null;

/** Compiled at the first call; one for all streams, which bring their state with them. */
export function kernels(): Kernels {
  instance ??= instantiate();
  return instance;
}

function instantiate(): Kernels {
  const exports = instantiateWasm(KERNELS_WASM) as Exports;
  const { memory, state, buffer, capacity, skip, read, uniform, normal } = exports;
  return {
    state: new Uint32Array(memory.buffer, state.value, BLOCK_DRAWS),
    draws: new Uint32Array(memory.buffer, buffer.value, capacity.value),
    floats: new Float32Array(memory.buffer, buffer.value, capacity.value),
    skip,
    read,
    uniform,
    normal,
  };
}
