/** `torch.nn.functional`: the families of functions, found by name. */

import type { PyNative } from "../../dynamo/objects/native.ts";
import { activationFunctions } from "./functional/activation.ts";
import { attentionFunctions } from "./functional/attention.ts";
import { convFunctions } from "./functional/conv.ts";
import { distanceFunctions } from "./functional/distance.ts";
import { linearFunctions } from "./functional/linear.ts";
import { lossFunctions } from "./functional/loss.ts";
import { normFunctions } from "./functional/norm.ts";
import { poolingFunctions } from "./functional/pooling.ts";
import { resampleFunctions } from "./functional/resample.ts";
import { shapeFunctions } from "./functional/shape.ts";

const FAMILIES: readonly Readonly<Record<string, PyNative>>[] = [
  activationFunctions,
  attentionFunctions,
  convFunctions,
  distanceFunctions,
  linearFunctions,
  lossFunctions,
  normFunctions,
  poolingFunctions,
  resampleFunctions,
  shapeFunctions,
];

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
