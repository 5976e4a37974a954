/** timm: its table of entry points, which `@register_model` fills. */

import type { Library } from "../dynamo/importer/library.ts";

export const TIMM: Library = {
  name: "timm",
  deferred: true,
  registries: [
    {
      module: "timm.models._registry",
      lookups: [
        ...["is_model", "model_entrypoint", "get_arch_pretrained_cfgs", "get_pretrained_cfg"],
        ...["get_pretrained_cfg_value", "is_model_pretrained"],
      ],
      listings: ["list_models", "list_pretrained", "list_modules", "is_model_in_modules"],
      packages: ["timm.models"],
      // `name.tag`, and what the hub puts in front.
      definition: (key) => (key.split("/").at(-1) ?? key).split(".")[0] ?? key,
    },
  ],
  modules: [],
};
