/** For translations that are written outside of the operator table: the builder that the table's own lowerings use. */

import type { NodeValue } from "../fx/graph.ts";
import { invoke } from "./lower_call.ts";
import { type LowerInput, LoweringBuilder, type LoweringHost, type TensorOperand } from "./lowering.ts";

/** `result` is the value that the FX node has. */
export function loweringBuilder(host: LoweringHost, result: NodeValue): LoweringBuilder {
  return new LoweringBuilder(host, result, invoke);
}

export function isTensorOperand(input: LowerInput | undefined): input is TensorOperand {
  return typeof input === "object" && input !== null && "meta" in input;
}
