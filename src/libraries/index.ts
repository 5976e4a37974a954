/** The libraries that need more than their own source: one folder or file each. */

import type { Library } from "../dynamo/importer/library.ts";
import { EINOPS } from "./einops.ts";
import { HUGGINGFACE_HUB } from "./huggingface_hub.ts";
import { NUMPY } from "./numpy/numpy.ts";
import { PLAIN_LIBRARIES } from "./plain.ts";
import { SAFETENSORS_LIBRARY } from "./safetensors.ts";
import { TIMM } from "./timm.ts";
import { TORCHVISION } from "./torchvision.ts";
import { TRANSFORMERS } from "./transformers/transformers.ts";
import { TYPING_EXTENSIONS } from "./typing_extensions.ts";

export const LIBRARIES: readonly Library[] = [
  EINOPS,
  HUGGINGFACE_HUB,
  NUMPY,
  ...PLAIN_LIBRARIES,
  SAFETENSORS_LIBRARY,
  TIMM,
  TORCHVISION,
  TRANSFORMERS,
  TYPING_EXTENSIONS,
];
