/** Libraries of which models use little, whose modules may wait: importing one registers nothing that others see. */

import type { Library } from "../dynamo/importer/library.ts";

const NAMES = "PIL accelerate filelock fsspec packaging regex requests tokenizers torchaudio tqdm yaml";

export const PLAIN_LIBRARIES: readonly Library[] = NAMES.split(" ").map((name) => ({
  name,
  deferred: true,
  registries: [],
  modules: [],
}));
