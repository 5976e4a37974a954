/** `range`. */

import { nativeType } from "./core_types.ts";
import type { PyInt } from "./int.ts";
import { normalizeInt } from "./int.ts";
import { PyObject } from "./object.ts";
import type { PyType } from "./type.ts";

export const rangeType: PyType = nativeType("range");

export class PyRange extends PyObject {
  readonly start: PyInt;
  readonly stop: PyInt;
  readonly step: PyInt;
  readonly length: PyInt;

  constructor(start: PyInt, stop: PyInt, step: PyInt) {
    super(rangeType);
    this.start = start;
    this.stop = stop;
    this.step = step;
    this.length = rangeLength(start, stop, step);
  }

  /** The item at a position within the length. */
  at(i: PyInt): PyInt {
    if (typeof this.start === "number" && typeof this.step === "number" && typeof i === "number") {
      const v = this.start + i * this.step;
      if (Number.isSafeInteger(v)) return v;
    }
    return normalizeInt(BigInt(this.start) + BigInt(i) * BigInt(this.step));
  }
}

function rangeLength(start: PyInt, stop: PyInt, step: PyInt): PyInt {
  if (typeof start === "number" && typeof stop === "number" && typeof step === "number") {
    const span = step > 0 ? stop - start : start - stop;
    if (span <= 0) return 0;
    if (Number.isSafeInteger(span)) return Math.floor((span - 1) / Math.abs(step)) + 1;
  }
  const [a, b, s] = [BigInt(start), BigInt(stop), BigInt(step)];
  const span = s > 0n ? b - a : a - b;
  return span <= 0n ? 0 : normalizeInt((span - 1n) / (s > 0n ? s : -s) + 1n);
}
