/** torchvision: its table of builders; its compiled operators are not there. */

import type { Library } from "../dynamo/importer/library.ts";
import { sourceModule } from "../dynamo/importer/source_module.ts";

const EXTENSION = `
def _has_ops():
    return True

def _assert_has_ops():
    pass

def _check_cuda_version():
    return -1
`;

export const TORCHVISION: Library = {
  name: "torchvision",
  deferred: true,
  registries: [
    {
      module: "torchvision.models._api",
      lookups: ["get_model", "get_model_builder", "get_model_weights"],
      listings: ["list_models"],
      packages: ["torchvision.models", "torchvision.models.detection", "torchvision.models.segmentation"].concat([
        "torchvision.models.quantization",
        "torchvision.models.video",
        "torchvision.models.optical_flow",
      ]),
      definition: (key) => key.replace(/^quantized_/, ""),
    },
  ],
  modules: [
    // Registers symbolic functions with the exporter that TorchScript had.
    sourceModule("torchvision.ops._register_onnx_ops", "def _register_custom_op():\n    pass\n"),
    // Loads the compiled operators, and defines them for tracing: they are entries of the operator table here.
    sourceModule("torchvision.extension", EXTENSION),
    sourceModule("torchvision._meta_registrations", ""),
  ],
};
