/** `torch.utils.hooks.RemovableHandle`: what registers a hook, and removes it again. */

import { nativeType } from "../../dynamo/objects/core_types.ts";
import type { PyDict } from "../../dynamo/objects/dict.ts";
import { defineMethods } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import type { PyType } from "../../dynamo/objects/type.ts";

export const removableHandleType: PyType = nativeType("RemovableHandle", { module: "torch.utils.hooks" });

let nextHandle = 0;

/** The hook's place in the dictionary that it was registered in. */
export class PyRemovableHandle extends PyObject {
  readonly dict: PyDict;
  readonly key: number;
  constructor(dict: PyDict, key: number) {
    super(removableHandleType);
    this.dict = dict;
    this.key = key;
  }

  /** Registers a hook behind those that are there. */
  static add(dict: PyDict, hook: PyValue): PyRemovableHandle {
    const handle = new PyRemovableHandle(dict, nextHandle++);
    dict.map.set(handle.key, hook);
    return handle;
  }
}

defineMethods(removableHandleType, {
  "remove(self)": (vm, self: PyRemovableHandle) => {
    self.dict.delete(vm, self.key);
    return null;
  },
  "__enter__(self)": (_vm, self: PyRemovableHandle) => self,
  "__exit__(self, *args)": (vm, self: PyRemovableHandle) => {
    self.dict.delete(vm, self.key);
    return null;
  },
});
