/** The public names of PyTorch 2.13's modules: to tell what is not modelled here from what does not exist. */

import names from "./data/public_names.json" with { type: "json" };

const lists = new Map<string, readonly string[]>();

/** The names of a module (or of `torch.Tensor`); empty when the module is not in the table. */
export function publicNames(module: string): readonly string[] {
  let list = lists.get(module);
  if (list === undefined) {
    list = (names as Readonly<Record<string, string>>)[module]?.split(" ") ?? [];
    lists.set(module, list);
  }
  return list;
}
