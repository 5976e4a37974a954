/** External data: when weights leave the model's file, how they lie in theirs, and models beyond protobuf's 2 GB. */

import { describe, expect, it } from "vitest";
import { exportProgram } from "../../src/exporter/pipeline.ts";
import type { ExportedProgram, TensorData } from "../../src/fx/exported_program.ts";
import { Graph, type Node } from "../../src/fx/graph.ts";
import { readModel } from "../../src/onnx/serde/read_model.ts";
import { contiguous } from "../../src/ops/strides.ts";

/** A sum of the input and of `count` weights of `side` × `side` floats; all share one buffer, which is never copied. */
function program(count: number, side: number): ExportedProgram {
  const meta = contiguous("float32", [side, side], "cpu");
  const buffer = new Uint8Array(side * side * 4);
  const graph = new Graph();
  const place = { value: meta, span: null, stack: [], modules: [] };
  const state = new Map<string, TensorData>();
  const weights = Array.from({ length: count }, (_, i) => {
    state.set(`w${i}`, { meta, bytes: () => buffer, identity: {} });
    return graph.add("placeholder", `p_w${i}`, [], {}, place, `p_w${i}`);
  });
  const x = graph.add("placeholder", "x", [], {}, place, "x");
  const sum = weights.reduce<Node>(
    (all, weight, i) => graph.add("call_function", "aten.add.Tensor", [all, weight], {}, place, `add_${i}`),
    x,
  );
  graph.add("output", "output", [[sum]], {}, { ...place, value: null }, "output");
  return {
    modelName: "Sum",
    graph,
    inputs: [
      ...weights.map((_, i) => ({ kind: "parameter", name: `p_w${i}`, target: `w${i}`, persistent: true }) as const),
      { kind: "user_input", name: "x" },
    ],
    outputs: [{ kind: "user_output", name: sum.name }],
    inTree: { kind: "tuple", children: [{ kind: "leaf" }] },
    outTree: { kind: "leaf" },
    argNames: ["x"],
    ranges: [],
    guards: [],
    state,
    exampleInputs: [null],
  };
}

function exported(count: number, side: number) {
  const result = exportProgram(program(count, side)).program;
  if (result === null) throw new Error("the export failed");
  return result;
}

/** Sizes of the files; of `m.onnx` the bytes as well. */
function writer() {
  const sizes = new Map<string, number>();
  const kept: Uint8Array[] = [];
  return {
    sizes,
    model: () => Buffer.concat(kept),
    write: (path: string, parts: Iterable<Uint8Array>) => {
      let size = 0;
      for (const part of parts) {
        size += part.byteLength;
        if (path.endsWith(".onnx") && part.byteLength < 1 << 20) kept.push(part);
      }
      sizes.set(path, size);
    },
  };
}

describe("external data", () => {
  it("begins above the threshold, or where it is asked for; small tensors stay", () => {
    const model = exported(2, 64);
    const bytes = 2 * 64 * 64 * 4;
    const files = (options: Parameters<typeof model.save>[2]) => {
      const out = writer();
      return [model.save("m.onnx", out, options), out.sizes.get("m.onnx.data")] as const;
    };
    expect(files({ threshold: bytes })).toEqual([["m.onnx"], undefined]);
    expect(files({ threshold: bytes - 1 })).toEqual([["m.onnx", "m.onnx.data"], bytes]);
    expect(files({ externalData: true })).toEqual([["m.onnx", "m.onnx.data"], bytes]);
    expect(files({ externalData: false, threshold: 0 })).toEqual([["m.onnx"], undefined]);
    expect(files({ externalData: true, includeInitializers: false })).toEqual([["m.onnx"], undefined]);
    const small = exported(2, 8);
    const out = writer();
    expect(small.save("m.onnx", out, { externalData: true })).toEqual(["m.onnx"]);
  });

  it("is always there beyond 2 GB, in one file, aligned, and nothing is gathered in memory", () => {
    const model = exported(40, 4096);
    const each = 4096 * 4096 * 4;
    expect(model.weightBytes).toBe(40 * each);
    expect(() => model.bytes()).toThrow(/beyond 2 GB its weights must be external data/);
    const before = process.memoryUsage().rss;
    const out = writer();
    expect(model.save("dir/m.onnx", out, { externalData: false })).toEqual(["dir/m.onnx", "dir/m.onnx.data"]);
    expect(process.memoryUsage().rss - before).toBeLessThan(each * 4);
    expect(out.sizes.get("dir/m.onnx.data")).toBe(40 * each);
    expect(out.sizes.get("dir/m.onnx")).toBeLessThan(1 << 16);
    const places: { location: string; offset: number; length: number | undefined }[] = [];
    const read = readModel(out.model(), {
      external: ({ location, offset, length }) => {
        places.push({ location, offset, length });
        return new Uint8Array(0);
      },
    });
    for (const { content } of read.graph.initializers.values()) content.bytes();
    expect(places.length).toBe(40);
    expect(new Set(places.map(({ location }) => location))).toEqual(new Set(["m.onnx.data"]));
    expect(places.every(({ offset, length }) => offset % 65536 === 0 && length === each)).toBe(true);
    expect(places.map(({ offset }) => offset).sort((a, b) => a - b)).toEqual(places.map((_, i) => i * each));
  });
});
