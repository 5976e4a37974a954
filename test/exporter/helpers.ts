/** Builds exported programs by hand: `programOf((p) => { const x = p.input("x", f32(2, 3)); return [p.call(…)]; })`. */

import type { DType } from "../../src/fx/dtype.ts";
import type { ExportedProgram, InputSpec, SymbolRange, TensorData } from "../../src/fx/exported_program.ts";
import {
  type Argument,
  Graph,
  type ModuleFrame,
  type Node,
  type NodeMeta,
  type NodeValue,
} from "../../src/fx/graph.ts";
import type { TensorMeta } from "../../src/fx/tensor_meta.ts";
import { bindNode, inferMeta } from "../../src/ops/bind.ts";
import { contiguous } from "../../src/ops/strides.ts";
import { ShapeEnv } from "../../src/shapes/env.ts";
import type { SymInt } from "../../src/shapes/types.ts";

export const f32 = (...shape: SymInt[]): TensorMeta => contiguous("float32", shape, "cpu");
export const tensor = (dtype: DType, ...shape: SymInt[]): TensorMeta => contiguous(dtype, shape, "cpu");

export function dataOf(meta: TensorMeta, bytes: Uint8Array): TensorData {
  return { meta, bytes: () => bytes, identity: {} };
}

export function floats(shape: readonly number[], values: Iterable<number>): TensorData {
  return dataOf(f32(...shape), new Uint8Array(Float32Array.from(values).buffer));
}

export class ProgramBuilder {
  readonly env = new ShapeEnv();
  readonly graph = new Graph();
  readonly inputs: InputSpec[] = [];
  readonly state = new Map<string, TensorData>();
  readonly example: (TensorData | null)[] = [];
  private modules: readonly ModuleFrame[] = [{ path: "", className: "__main__.Model", packageVersion: null, call: 1 }];
  private line = 1;

  input(name: string, meta: TensorMeta): Node {
    this.inputs.push({ kind: "user_input", name });
    this.example.push(null);
    return this.graph.add("placeholder", name, [], {}, this.meta(meta), name);
  }

  parameter(target: string, data: TensorData): Node {
    const name = `p_${target.replaceAll(".", "_")}`;
    this.inputs.push({ kind: "parameter", name, target, persistent: true });
    this.state.set(target, data);
    return this.graph.add("placeholder", name, [], {}, this.meta(data.meta), name);
  }

  constantInput(name: string, value: Argument): Node {
    this.inputs.push({ kind: "constant_input", name, value });
    return this.graph.add("placeholder", name, [], {}, this.meta({ kind: "constant", value }), name);
  }

  /** A symbolic size with this name. */
  size(hint: number, userName: string | null = null): SymInt {
    return this.env.backedSymbol({ hint, source: "test", userName });
  }

  /** Calls an operator; its value comes from the operator table unless it is given. */
  call(target: string, args: readonly Argument[], kwargs: Record<string, Argument> = {}, value?: NodeValue): Node {
    const name = target.split(".")[1] ?? target;
    const node = this.graph.add("call_function", target, args, kwargs, this.meta(value ?? null), name);
    if (value === undefined) node.meta.value = inferMeta(bindNode(node), this.env);
    return node;
  }

  item(node: Node, index: number): Node {
    const values = node.meta.value as readonly NodeValue[];
    return this.call("_operator.getitem", [node, index], {}, values[index] ?? null);
  }

  /** What is called inside belongs to this module call. */
  in<T>(path: string, className: string, build: () => T, call = 1): T {
    const outer = this.modules;
    const packageVersion = className.startsWith("torch.") ? "2.13.0" : null;
    this.modules = [...outer, { path, className, packageVersion, call }];
    try {
      return build();
    } finally {
      this.modules = outer;
    }
  }

  private meta(value: NodeValue): NodeMeta {
    const line = this.line++;
    const span = { file: "model.py", line, column: 5, endLine: line, endColumn: 20 };
    return { value, span, stack: [{ span, name: "forward" }], modules: this.modules };
  }

  finish(outputs: readonly Argument[]): ExportedProgram {
    this.graph.add("output", "output", [outputs], {}, this.meta(null), "output");
    const ranges: SymbolRange[] = this.env.symbols.map((info) => ({
      symbol: info.symbol,
      min: this.env.range(info.symbol).min,
      max: this.env.range(info.symbol).max,
      userName: info.userName,
      hint: info.hint,
    }));
    const user = this.inputs.filter((spec) => spec.kind === "user_input" || spec.kind === "constant_input");
    return {
      modelName: "Model",
      graph: this.graph,
      inputs: this.inputs,
      outputs: outputs.map((_, i) => ({ kind: "user_output", name: `output_${i}` })),
      inTree: { kind: "tuple", children: user.map(() => ({ kind: "leaf" })) },
      outTree: { kind: "tuple", children: outputs.map(() => ({ kind: "leaf" })) },
      argNames: user.map((spec) => spec.name),
      ranges,
      guards: this.env.guards,
      state: this.state,
      exampleInputs: this.example,
    };
  }
}

export function programOf(build: (p: ProgramBuilder) => readonly Argument[]): ExportedProgram {
  const p = new ProgramBuilder();
  return p.finish(build(p));
}

/** Linear layers with sigmoids between: parameters are small numbers that depend on the layer. */
export function mlp(sizes: readonly number[], batch: (p: ProgramBuilder) => SymInt): ExportedProgram {
  return programOf((p) => {
    const pairs = sizes.slice(1).map((out, i) => [sizes[i] ?? 0, out] as const);
    const fill = (count: number, seed: number) =>
      Array.from({ length: count }, (_, i) => Math.sin(i * 0.7 + seed) * 0.5);
    const weights = pairs.map(([inner, out], i) => [
      p.parameter(`fc${i}.weight`, floats([out, inner], fill(out * inner, i))),
      p.parameter(`fc${i}.bias`, floats([out], fill(out, i + 0.5))),
    ]);
    let value = p.input("tensor_x", f32(batch(p), sizes[0] ?? 0));
    weights.forEach((pair, i) => {
      const args = [value, ...pair];
      const className = "torch.nn.modules.linear.Linear";
      value = p.in(`fc${i}`, className, () => p.call("aten.linear.default", args));
      if (i < weights.length - 1) value = p.call("aten.sigmoid.default", [value]);
    });
    return [value];
  });
}
