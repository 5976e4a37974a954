/** The registry of one export: the operator table, and above it the functions that the program registered. */

import type { Interpreter } from "../dynamo/interpreter.ts";
import { OnnxRegistry } from "../exporter/registry.ts";
import type { CustomTranslation } from "../torch/services.ts";

export function customRegistry(_vm: Interpreter, _translations: readonly CustomTranslation[]): OnnxRegistry {
  return new OnnxRegistry();
}
