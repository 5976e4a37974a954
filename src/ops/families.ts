/** The family files, by name. A new family is one line here; a new operator is one entry in its family. */

import type { OpEntry } from "./define.ts";
import { binaryOps } from "./pointwise/binary.ts";
import { logicalOps } from "./pointwise/logical.ts";
import { unaryOps } from "./pointwise/unary.ts";

export const FAMILIES: Readonly<Record<string, readonly OpEntry[]>> = {
  "pointwise/unary": unaryOps,
  "pointwise/binary": binaryOps,
  "pointwise/logical": logicalOps,
};
