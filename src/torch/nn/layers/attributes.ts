/** What constructors of layers share: arguments stored under their names, sizes for each dimension. */

import { PyList } from "../../../dynamo/objects/list.ts";
import type { PyValue } from "../../../dynamo/objects/object.ts";
import { PyTuple } from "../../../dynamo/objects/tuple.ts";
import { lookupSpecial } from "../../../dynamo/protocols/attribute.ts";
import { toArray } from "../../../dynamo/protocols/iterate.ts";
import { equals } from "../../../dynamo/protocols/operator.ts";
import type { Factory, Layer, LayerSpec } from "../layer.ts";

export type Named = Readonly<Record<string, PyValue>>;

/** The parameters' names in a constructor's text, in order. */
export function parameterNames(init: string): readonly string[] {
  return init
    .split(",")
    .map((p) => (p.split("=")[0] ?? "").trim())
    .filter((n) => n !== "" && n !== "*");
}

/** A constructor that gets its arguments by name. */
export function byName(
  init: string,
  setup: (layer: Layer, named: Named) => void,
): Required<Pick<LayerSpec, "init" | "setup">> {
  const names = parameterNames(init);
  return {
    init,
    setup: (layer, ...args) => setup(layer, Object.fromEntries(names.map((n, i) => [n, args[i] ?? null]))),
  };
}

/** A constructor that stores its arguments under their names. */
export function storing(init: string): Required<Pick<LayerSpec, "init" | "setup">> {
  return byName(init, (layer, named) => layer.set(named));
}

export function factoryOf(layer: Layer, named: Named): Factory {
  return layer.factory(named["device"] ?? null, named["dtype"] ?? null);
}

/** A sequence as it is, anything else `n` times. */
export function tupleOf(layer: Layer, value: PyValue | undefined, n: number): PyTuple {
  const given = value ?? null;
  const isSequence = given instanceof PyTuple || given instanceof PyList;
  if (isSequence || lookupSpecial(layer.vm, given, "__iter__") !== undefined) {
    return new PyTuple(toArray(layer.vm, given));
  }
  return new PyTuple(new Array<PyValue>(n).fill(given));
}

export function ints(layer: Layer, tuple: PyTuple): number[] {
  return tuple.items.map((i) => layer.int(i));
}

/** True when the attribute differs from what is taken for granted, and so shows in the representation. */
export function differs(layer: Layer, name: string, usual: PyValue): boolean {
  return !equals(layer.vm, layer.get(name), usual);
}

/** `, name={name}` for each that differs. */
export function others(layer: Layer, usual: Readonly<Record<string, PyValue>>): string {
  return Object.entries(usual)
    .filter(([name, value]) => differs(layer, name, value))
    .map(([name]) => layer.text(`, ${name}={${name}}`))
    .join("");
}

export function bool(value: boolean): string {
  return value ? "True" : "False";
}
