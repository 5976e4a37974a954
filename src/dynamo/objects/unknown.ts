/** A value that the evaluation cannot know. Whatever is done with it is unknown again, with the same origin. */

import { nativeType } from "./core_types.ts";
import { PyObject } from "./object.ts";
import type { PyType } from "./type.ts";

export const unknownType: PyType = nativeType("Unknown", { module: "dynamo" });

export class PyUnknown extends PyObject {
  /** What it came from, for messages: `module 'scipy'`. It has been reported already. */
  readonly origin: string;
  constructor(origin: string) {
    super(unknownType);
    this.origin = origin;
  }
}

unknownType.specialAccess = true;
