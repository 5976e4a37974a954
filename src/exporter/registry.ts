/** Which function translates an operator: the operator table, and above it what the user registered. */

import type { NodeValue } from "../fx/graph.ts";
import { type FunctionDef, functionKey } from "../onnx/ir.ts";
import { fillDefaults } from "../ops/bind.ts";
import type { OpEntry } from "../ops/define.ts";
import { lowerCall } from "../ops/lower_call.ts";
import type { Lowered, LowerInput, LoweringHost } from "../ops/lowering.ts";
import { opTable } from "../ops/table.ts";

/** A translation of one operator. */
export interface OnnxFunction {
  /** `aten.add.Tensor`. */
  readonly target: string;
  readonly origin: "builtin" | "custom";
  /** Whether it is meant for complex operands. */
  readonly complex: boolean;
  /** Adds the nodes; `result` is the value that the FX node has. */
  translate(
    host: LoweringHost,
    args: readonly LowerInput[],
    kwargs: Readonly<Record<string, LowerInput>>,
    result: NodeValue,
  ): Lowered;
}

export type CustomTranslation = OnnxFunction["translate"];

export interface RegisterOptions {
  readonly complex?: boolean;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

export class OnnxRegistry {
  /** ONNX functions that custom translations call, callees before callers, and versions of the opsets that they use. */
  readonly functions = new Map<string, FunctionDef>();
  readonly opsets = new Map<string, number>();
  private readonly custom = new Map<string, OnnxFunction[]>();

  /** Makes an ONNX function known; the models whose translations call it get it. */
  defineFunction(def: FunctionDef): void {
    this.functions.set(functionKey(def.domain, def.name, def.overload), def);
    this.opsets.set(def.domain, this.opsets.get(def.domain) ?? 1);
    for (const [domain, version] of def.opsetImports) if (domain !== "") this.opsets.set(domain, version);
  }

  /** Functions for the operator in order of registration, the built-in one first; the last one wins. */
  getOpFunctions(namespace: string, opName: string, overload = "default"): readonly OnnxFunction[] {
    return this.functionsOf(targetOf(namespace, opName, overload));
  }

  isRegisteredOp(namespace: string, opName: string, overload = "default"): boolean {
    return this.dispatch(targetOf(namespace, opName, overload)) !== null;
  }

  /** Throws a RangeError for a name that no operator can have. */
  registerOp(
    translate: CustomTranslation,
    namespace: string,
    opName: string,
    overload = "default",
    options: RegisterOptions = {},
  ): void {
    for (const part of [namespace, opName, overload]) {
      if (!NAME.test(part)) throw new RangeError(`${JSON.stringify(part)} is not the name of an operator`);
    }
    const target = targetOf(namespace, opName, overload);
    const fn: OnnxFunction = { target, origin: "custom", complex: options.complex ?? false, translate };
    const known = this.custom.get(target);
    if (known === undefined) this.custom.set(target, [fn]);
    else known.push(fn);
  }

  /** Takes over what was registered with another registry, behind its own. */
  include(other: OnnxRegistry): void {
    for (const [target, functions] of other.custom) {
      this.custom.set(target, [...(this.custom.get(target) ?? []), ...functions]);
    }
    for (const def of other.functions.values()) this.defineFunction(def);
  }

  functionsOf(target: string): readonly OnnxFunction[] {
    const entry = opTable.get(target);
    const builtin = entry?.lower || entry?.lowerComplex ? [builtinFunction(entry)] : [];
    return [...builtin, ...(this.custom.get(target) ?? [])];
  }

  /** The function to use: custom ones before the table's, a match in kind (complex or not) before another. */
  dispatch(target: string, complex = false): OnnxFunction | null {
    const functions = this.functionsOf(target);
    return functions.findLast((fn) => fn.origin === "builtin" || fn.complex === complex) ?? functions.at(-1) ?? null;
  }

  /** Whether a function that was registered for other operands (complex or not) has to do. */
  isNearest(fn: OnnxFunction, complex: boolean): boolean {
    return fn.origin === "custom" && fn.complex !== complex;
  }

  /** For an overload without a function: one registered for another overload of the operator, the default one first. */
  nearestOverload(target: string, complex = false): OnnxFunction | null {
    const name = target.slice(0, target.lastIndexOf(".") + 1);
    const others = [...this.custom.keys()].filter((key) => key.startsWith(name) && key !== target);
    const nearest = others.includes(`${name}default`) ? `${name}default` : others[0];
    return nearest === undefined ? null : this.dispatch(nearest, complex);
  }

  /** Targets with a custom function; a pass must not decompose these. */
  get customTargets(): ReadonlySet<string> {
    return new Set(this.custom.keys());
  }
}

function targetOf(namespace: string, opName: string, overload: string): string {
  return `${namespace}.${opName}.${overload === "" ? "default" : overload}`;
}

const builtins = new WeakMap<OpEntry, OnnxFunction>();

function builtinFunction(entry: OpEntry): OnnxFunction {
  let fn = builtins.get(entry);
  if (fn === undefined) {
    fn = {
      target: entry.target,
      origin: "builtin",
      complex: false,
      translate: (host, args, kwargs, result) =>
        lowerCall(host, entry, fillDefaults(entry.schema, args, kwargs), result),
    };
    builtins.set(entry, fn);
  }
  return fn;
}
