/** What recovery changed in the text before it was parsed again; every change keeps the length, so that offsets hold. */

import type { Cst } from "./cst.ts";
import type { Fault } from "./fault.ts";

export interface Repairs {
  /** Statements replaced by a placeholder, by the offset where the placeholder stands. */
  readonly damaged: ReadonlyMap<number, Fault>;
  /** Stars that were blanked out: the offset of the operand, then of the star. */
  readonly stars: ReadonlyMap<number, number>;
  /** Expressions replaced by a name and parsed on their own, by offset: a tree whose offsets are those of the file. */
  readonly holes: ReadonlyMap<number, Cst>;
  /** Defaults of type parameters, which were blanked out, by the offset where the parameter begins. */
  readonly typeDefaults: ReadonlyMap<number, Cst>;
}

export const NO_REPAIRS: Repairs = { damaged: new Map(), stars: new Map(), holes: new Map(), typeDefaults: new Map() };
