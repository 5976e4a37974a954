/** `torch.nn.functional`: the families of functions, found by name. */

import type { PyNative } from "../../dynamo/objects/native.ts";
import { activationFunctions } from "./functional/activation.ts";
import { linearFunctions } from "./functional/linear.ts";

const FAMILIES: readonly Readonly<Record<string, PyNative>>[] = [activationFunctions, linearFunctions];

const functions = new Map<string, PyNative>();
for (const family of FAMILIES) {
  for (const [name, native] of Object.entries(family)) {
    if (functions.has(name)) throw new Error(`functional ${name} is defined twice`);
    native.module = "torch.nn.functional";
    functions.set(name, native);
  }
}

export function functionalNames(): readonly string[] {
  return [...functions.keys()];
}

export function functional(name: string): PyNative {
  const found = functions.get(name);
  if (found === undefined) throw new Error(`no torch.nn.functional.${name}`);
  return found;
}
