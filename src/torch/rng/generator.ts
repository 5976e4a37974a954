/** `torch.Generator` of the CPU: which draws of which stream come next. Advancing costs nothing; draws are read later. */

import { Mt19937Stream } from "./mt19937.ts";

/** A place in a stream. Lazy where it depends on the draws before it (rejection sampling). */
export type Offset = number | { readonly base: () => number; readonly plus: number };

export function advance(offset: Offset, draws: number): Offset {
  return typeof offset === "number" ? offset + draws : { base: offset.base, plus: offset.plus + draws };
}

export function resolveOffset(offset: Offset): number {
  return typeof offset === "number" ? offset : offset.base() + offset.plus;
}

/** What a random fill must remember to make its bytes later. */
export interface GeneratorSnapshot {
  readonly stream: Mt19937Stream;
  readonly offset: Offset;
  /** Where the pair of uniforms lies whose second normal sample is still to be handed out. */
  readonly cachedNormal: Offset | null;
  readonly seed: bigint;
}

const MASK64 = (1n << 64n) - 1n;

export class Generator {
  private current: GeneratorSnapshot;

  constructor(seed: bigint) {
    this.current = start(seed);
  }

  get seed(): bigint {
    return this.current.seed;
  }

  manualSeed(seed: bigint): void {
    this.current = start(seed);
  }

  snapshot(): GeneratorSnapshot {
    return this.current;
  }

  restore(snapshot: GeneratorSnapshot): void {
    this.current = snapshot;
  }

  /** Goes `draws` further. */
  skip(draws: number): void {
    this.current = { ...this.current, offset: advance(this.current.offset, draws) };
  }

  moveTo(offset: Offset, cachedNormal: Offset | null): void {
    this.current = { ...this.current, offset, cachedNormal };
  }
}

function start(seed: bigint): GeneratorSnapshot {
  const wrapped = seed & MASK64;
  return {
    stream: new Mt19937Stream(Number(wrapped & 0xffffffffn)),
    offset: 0,
    cachedNormal: null,
    seed: wrapped,
  };
}

/** PyTorch's seed before any `manual_seed` is arbitrary; ours is fixed, so that results repeat. */
export const DEFAULT_SEED = 67280421310721n;
