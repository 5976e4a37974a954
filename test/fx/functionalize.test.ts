/** In-place operators and writes through views, as text before and after. */

import { expect, test } from "vitest";
import { type Argument, Graph, type Node } from "../../src/fx/graph.ts";
import { removeDeadNodes } from "../../src/fx/passes/dead_code.ts";
import { printGraph } from "../../src/fx/print.ts";
import { verifyGraph } from "../../src/fx/verify.ts";
import { bindNode, inferMeta } from "../../src/ops/bind.ts";
import { functionalizeGraph } from "../../src/ops/passes/functionalize.ts";
import { materializeSymInts } from "../../src/ops/passes/materialize_symints.ts";
import { contiguous } from "../../src/ops/strides.ts";
import { ShapeEnv } from "../../src/shapes/env.ts";
import { add, isExpr, mul } from "../../src/shapes/expr.ts";
import type { SymInt } from "../../src/shapes/types.ts";

class Builder {
  readonly env = new ShapeEnv();
  readonly graph = new Graph();
  input(name: string, ...shape: SymInt[]): Node {
    const value = contiguous("float32", shape, "cpu");
    return this.graph.add("placeholder", name, [], {}, { value, span: null, stack: [], modules: [] }, name);
  }
  call(target: string, ...args: Argument[]): Node {
    const node = this.graph.add(
      "call_function",
      target,
      args,
      {},
      { value: null, span: null, stack: [], modules: [] },
      target.split(".")[1] ?? "",
    );
    node.meta.value = inferMeta(bindNode(node), this.env);
    return node;
  }
  output(...values: Node[]): void {
    this.graph.add("output", "output", [values], {}, { value: null, span: null, stack: [], modules: [] }, "output");
  }
}

/** The functional graph without dead nodes, and which inputs changed. */
function functional(build: (b: Builder) => void): string {
  const b = new Builder();
  build(b);
  verifyGraph(b.graph);
  const { graph, mutated } = functionalizeGraph(b.graph, b.env);
  const kept = new Set(mutated.values());
  removeDeadNodes(graph, (n) => kept.has(n));
  verifyGraph(graph);
  const changes = [...mutated].map(([input, value]) => `${input.name} becomes ${value.name}`);
  return [
    printGraph(graph)
      .replaceAll("torch.ops.aten.", "")
      .replaceAll(/call_function\[target=(\S+)\]\(args = /g, "$1(")
      .replaceAll(",))", ")")
      .replaceAll("))", ")"),
    ...changes,
  ].join("\n");
}

test("an in-place operator on an intermediate value", () => {
  const text = functional((b) => {
    const x = b.input("x", 2, 3);
    const y = b.call("aten.relu.default", x);
    b.call("aten.add_.Tensor", y, 1);
    b.output(y);
  });
  expect(text).toBe(`graph():
    %x : f32[2, 3] = placeholder[target=x]
    %relu : f32[2, 3] = relu.default((%x)
    %add : f32[2, 3] = add.Tensor((%relu, 1)
    return (add,)`);
});

test("a write through a row of a view reaches the input", () => {
  const text = functional((b) => {
    const x = b.input("x", 6);
    const rows = b.call("aten.view.default", x, [2, 3]);
    const row = b.call("aten.select.int", rows, 0, 1);
    b.call("aten.mul_.Tensor", row, 2);
    b.output(b.call("aten.neg.default", x));
  });
  expect(text).toBe(`graph():
    %x : f32[6] = placeholder[target=x]
    %view : f32[2, 3] = view.default((%x, [2, 3])
    %select : f32[3] = select.int((%view, 0, 1)
    %mul : f32[3] = mul.Tensor((%select, 2)
    %view_1 : f32[2, 3] = view.default((%x, [2, 3])
    %select_scatter : f32[2, 3] = select_scatter.default((%view_1, %mul, 0, 1)
    %reshape : f32[6] = reshape.default((%select_scatter, [6])
    %neg : f32[6] = neg.default((%reshape)
    return (neg,)
x becomes reshape`);
});

test("views see what is written to their base later", () => {
  const text = functional((b) => {
    const x = b.input("x", 4);
    const y = b.call("aten.clone.default", x);
    const head = b.call("aten.slice.Tensor", y, 0, 0, 2);
    b.call("aten.zero_.default", y);
    b.output(head);
  });
  expect(text).toBe(`graph():
    %x : f32[4] = placeholder[target=x]
    %clone : f32[4] = clone.default((%x)
    %zero : f32[4] = zero.default((%clone)
    %slice_1 : f32[2] = slice.Tensor((%zero, 0, 0, 2)
    return (slice_1,)`);
});

test("a conversion to another dtype is a copy: it keeps what the tensor was", () => {
  const text = functional((b) => {
    const x = b.input("x", 4);
    const half = b.call("aten.to.dtype", x, { kind: "dtype", dtype: "float16" });
    b.call("aten.zero_.default", x);
    b.output(half);
  });
  expect(text).toBe(`graph():
    %x : f32[4] = placeholder[target=x]
    %to : f16[4] = to.dtype((%x, torch.float16)
    %zero : f32[4] = zero.default((%x)
    return (to,)
x becomes zero`);
});

test("a conversion that changes nothing is the tensor itself, unless a copy is asked for", () => {
  const text = functional((b) => {
    const x = b.input("x", 4);
    const float32 = { kind: "dtype", dtype: "float32" } as const;
    const same = b.call("aten.to.dtype", x, float32);
    const copied = b.call("aten.to.dtype", x, float32, false, true);
    b.call("aten.mul_.Tensor", same, 2);
    b.output(x, copied);
  });
  expect(text).toBe(`graph():
    %x : f32[4] = placeholder[target=x]
    %to : f32[4] = to.dtype((%x, torch.float32)
    %to_1 : f32[4] = to.dtype((%x, torch.float32, False, True)
    %mul : f32[4] = mul.Tensor((%to, 2)
    return (mul, to_1)
x becomes mul`);
});

test("size expressions become nodes", () => {
  const b = new Builder();
  const s = b.env.backedSymbol({ hint: 4, source: "x.size()[0]" });
  const x = b.input("x", s, 3);
  const size = (v: SymInt): Argument => (isExpr(v) ? { kind: "symint", expr: v } : v);
  b.output(b.call("aten.view.default", x, [size(mul(3, s))]), b.call("aten.full.default", [size(add(s, 1))], 0));
  const graph = materializeSymInts(b.graph, b.env);
  verifyGraph(graph);
  expect(printGraph(graph)).toBe(`graph():
    %x : f32[s0, 3] = placeholder[target=x]
    %sym_size_int : Sym(s0) = call_function[target=torch.ops.aten.sym_size.int](args = (%x, 0))
    %mul : Sym(3*s0) = call_function[target=operator.mul](args = (3, %sym_size_int))
    %view : f32[3*s0] = call_function[target=torch.ops.aten.view.default](args = (%x, [%mul]))
    %add : Sym(s0 + 1) = call_function[target=operator.add](args = (%sym_size_int, 1))
    %full : i64[s0 + 1] = call_function[target=torch.ops.aten.full.default](args = ([%add], 0))
    return (view, full)`);
});
