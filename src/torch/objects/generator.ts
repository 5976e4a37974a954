/** `torch.Generator`. */

import type { Interpreter } from "../../dynamo/interpreter.ts";
import { nativeType } from "../../dynamo/objects/core_types.ts";
import { normalizeInt } from "../../dynamo/objects/int.ts";
import { defineGetSet, defineMethods } from "../../dynamo/objects/native.ts";
import { PyObject, type PyValue } from "../../dynamo/objects/object.ts";
import type { PyType } from "../../dynamo/objects/type.ts";
import { index } from "../../dynamo/protocols/convert.ts";
import { DEFAULT_SEED, Generator } from "../rng/generator.ts";
import { PyDevice } from "./device.ts";

export const generatorType: PyType = nativeType("Generator", { module: "torch" });

export class PyGenerator extends PyObject {
  readonly generator: Generator;
  constructor(generator: Generator) {
    super(generatorType);
    this.generator = generator;
  }
}

defineMethods(generatorType, {
  "__new__(cls, device='cpu')": () => new PyGenerator(new Generator(DEFAULT_SEED)),
  "__repr__(self)": () => "<torch._C.Generator object>",
  "manual_seed(self, seed, /)": (vm, self: PyGenerator, seed: PyValue) => {
    self.generator.manualSeed(BigInt(index(vm, seed)));
    return self;
  },
  "seed(self)": (_vm: Interpreter, self: PyGenerator) => {
    self.generator.manualSeed(DEFAULT_SEED);
    return normalizeInt(DEFAULT_SEED);
  },
  "initial_seed(self)": (_vm, self: PyGenerator) => normalizeInt(self.generator.seed),
});
defineGetSet(generatorType, { device: { get: () => new PyDevice("cpu") } });
