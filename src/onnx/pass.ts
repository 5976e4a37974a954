/** What a pass is: it changes the model in place and says whether it did. */

import type { Model } from "./ir.ts";

export interface PassResult {
  readonly model: Model;
  readonly changed: boolean;
}

export type Pass = (model: Model) => PassResult;
