/** einops: its own source throughout. */

import type { Library } from "../dynamo/importer/library.ts";

export const EINOPS: Library = { name: "einops", deferred: true, registries: [], modules: [] };
