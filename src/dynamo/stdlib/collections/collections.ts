/** `collections`. What is written in Python stands in python/collections_extra.py.ts. */

import { lazy, nativeModule } from "../../importer/native_module.ts";
import { getAttr } from "../../protocols/attribute.ts";
import { dequeType } from "./deque.ts";
import { defaultDictType, orderedDictType } from "./dicts.ts";
import { namedtuple } from "./namedtuple.ts";

const EXTRA = ["Counter", "ChainMap", "UserDict", "UserList", "UserString", "_count_elements"];

export const collectionsModule = nativeModule("collections", (vm) => ({
  OrderedDict: orderedDictType,
  defaultdict: defaultDictType,
  deque: dequeType,
  namedtuple,
  ...Object.fromEntries(
    EXTRA.map((name) => [name, lazy(() => getAttr(vm, vm.importModule("_collections_extra"), name))]),
  ),
  abc: lazy(() => vm.importModule("collections.abc")),
}));
