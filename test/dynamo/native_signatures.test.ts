/** Signatures of natives are parsed when they are first needed; here all are, so that a malformed one shows. */

import { expect, test } from "vitest";
import type { NativeModule } from "../../src/dynamo/importer/native_module.ts";
import type { Interpreter } from "../../src/dynamo/interpreter.ts";
import { PyNative } from "../../src/dynamo/objects/native.ts";
import type { PyValue } from "../../src/dynamo/objects/object.ts";
import { PyType } from "../../src/dynamo/objects/type.ts";
import { STDLIB } from "../../src/dynamo/stdlib/index.ts";
import { torchModules } from "../../src/torch/modules.ts";
import { runProgram } from "./helpers.ts";

/** How many natives with a signature the modules hold, in their classes too. */
function parseAll(vm: Interpreter, modules: readonly NativeModule[]): number {
  const seen = new Set<PyValue>();
  let count = 0;
  const visit = (value: PyValue | undefined): void => {
    if (value === undefined || value === null || typeof value !== "object" || seen.has(value)) return;
    seen.add(value);
    if (value instanceof PyNative && value.signature !== null) count++;
    if (value instanceof PyType) {
      visit(value.type);
      for (const base of value.mro) visit(base);
      for (const attribute of value.attrs.values()) visit(attribute);
    }
  };
  for (const value of vm.builtins.values()) visit(value);
  for (const module of modules) for (const value of module.create(vm).attrs.values()) visit(value);
  return count;
}

test("every native's signature is well-formed", async () => {
  let count = 0;
  const modules = [...STDLIB, ...torchModules()];
  await runProgram("pass", {}, { extra: torchModules(), prepare: (vm) => (count = parseAll(vm, modules)) });
  expect(count).toBeGreaterThan(1500);
});
