/** The torch package: every module of it that a program can import. */

import type { NativeModule } from "../dynamo/importer/native_module.ts";
import { rebuildModules } from "./checkpoint/rebuild.ts";
import { safetensorsModule } from "./checkpoint/safetensors.ts";
import { serializationModule } from "./checkpoint/serialization.ts";
import { controlModules } from "./control/module.ts";
import { exportModule } from "./export/module.ts";
import { opsModules } from "./module/ops_namespace.ts";
import { smallModules } from "./module/submodules.ts";
import { torchModule } from "./module/torch_module.ts";
import { nnModules } from "./nn/modules.ts";
import { onnxModules } from "./onnx/module.ts";
import { pythonModules } from "./python_modules.ts";

export function torchModules(): NativeModule[] {
  return [
    torchModule(),
    ...nnModules(),
    exportModule(),
    ...onnxModules(),
    ...smallModules(),
    ...controlModules(),
    ...opsModules(),
    ...pythonModules(),
    ...rebuildModules(),
    safetensorsModule(),
    serializationModule(),
  ];
}
