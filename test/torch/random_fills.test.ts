/** Random fills against the values that PyTorch's CPU generator gives (data/random_fills.py makes the table). */

import { describe, expect, it } from "vitest";
import type { DType } from "../../src/fx/dtype.ts";
import { type Distribution, fillElements, startFill } from "../../src/torch/rng/fills.ts";
import { Generator } from "../../src/torch/rng/generator.ts";
import { elementToNumber } from "../../src/torch/tensor/elements.ts";
import table from "./data/random_fills.json";

interface Case {
  readonly kind: Distribution["kind"];
  readonly dtype: DType;
  readonly n: number;
  readonly seed: number;
  readonly kept: readonly number[];
  readonly next: number;
}

function distributionOf(row: Case & Record<string, unknown>): Distribution {
  const n = (key: string): number => Number(row[key]);
  switch (row.kind) {
    case "uniform":
      return { kind: "uniform", from: n("from"), to: n("to") };
    case "normal":
      return { kind: "normal", mean: n("mean"), std: n("std"), contiguous: true };
    case "log_normal":
      return { kind: "log_normal", mean: n("mean"), std: n("std") };
    case "trunc_normal":
      return { kind: "trunc_normal", mean: n("mean"), std: n("std"), low: n("low"), high: n("high") };
    case "bernoulli":
    case "geometric":
      return { kind: row.kind, p: n("p") };
    case "exponential":
      return { kind: "exponential", rate: n("rate") };
    case "cauchy":
      return { kind: "cauchy", median: n("median"), sigma: n("sigma") };
    case "integers":
      return { kind: "integers", low: BigInt(n("low")), high: BigInt(n("high")) };
    case "permutation":
      return { kind: "permutation" };
  }
}

const cases = table as unknown as readonly (Case & Record<string, unknown>)[];
const kinds = [...new Set(cases.map((row) => `${row.kind} ${row.dtype}`))];

describe("random fills", () => {
  it.each(kinds)("%s", (key) => {
    for (const row of cases.filter((c) => `${c.kind} ${c.dtype}` === key)) {
      const generator = new Generator(BigInt(row.seed));
      const elements = fillElements(startFill(generator, distributionOf(row), row.dtype, row.n));
      const at = [
        ...new Set([0, Math.floor(row.n / 3), Math.floor(row.n / 2), row.n - 2, row.n - 1].filter((i) => i >= 0)),
      ];
      const kept = at.sort((a, b) => a - b).map((i) => elementToNumber(elements.get(i)));
      const what = `${row.kind} ${row.dtype} n=${row.n} seed=${row.seed}`;
      expect(kept.length, what).toBe(row.kept.length);
      for (const [i, value] of kept.entries()) {
        const expected = row.kept[i] as number;
        expect(Math.abs(value - expected) / Math.max(1, Math.abs(expected)), `${what}[${i}]`).toBeLessThan(1e-6);
      }
      const next = fillElements(startFill(generator, { kind: "uniform", from: 0, to: 1 }, "float64", 1));
      expect(next.get(0), `what follows ${what}`).toBe(row.next);
    }
  });

  it("reads a stream in any order", () => {
    const generator = new Generator(3n);
    const fills = [300_000, 7, 2_000_000].map((n) =>
      startFill(generator, { kind: "uniform", from: 0, to: 1 }, "float32", n),
    );
    const forward = fills.map((fill) => fillElements(fill).get(fill.length - 1));
    const backward = fills.toReversed().map((fill) => fillElements(fill).get(fill.length - 1));
    expect(backward.toReversed()).toEqual(forward);
  });

  it("hands out the second sample of a pair to the next call", () => {
    const normal = (n: number, generator: Generator): readonly number[] => {
      const fill = startFill(generator, { kind: "normal", mean: 0, std: 1, contiguous: true }, "float32", n);
      const elements = fillElements(fill);
      return Array.from({ length: n }, (_, i) => elementToNumber(elements.get(i)));
    };
    const split = new Generator(7n);
    expect([...normal(3, split), ...normal(5, split)]).toEqual(normal(8, new Generator(7n)));
  });
});
