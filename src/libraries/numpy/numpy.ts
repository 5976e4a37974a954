/** numpy, whose own arrays are compiled code: strided arrays and their kernels here, the long tail in Python over them. */

import type { Library } from "../../dynamo/importer/library.ts";
import { sourceModule } from "../../dynamo/importer/source_module.ts";
import { numpyModule } from "./module.ts";
import { sourceModule as randomSource } from "./random/source.ts";
import { MODULES } from "./texts.ts";

export const NUMPY: Library = {
  name: "numpy",
  deferred: true,
  registries: [],
  modules: [numpyModule, randomSource, ...MODULES.map(({ name, text }) => sourceModule(name, text, { lazily: true }))],
};
