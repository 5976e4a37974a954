/** The `onnxscript` package as programs import it. */

import type { NativeModule } from "../dynamo/importer/native_module.ts";

export function onnxScriptModules(): readonly NativeModule[] {
  return [];
}
