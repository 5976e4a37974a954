/** Declared dynamic dimensions against what the program did with them. */

import { expect, test } from "vitest";
import type { Span } from "../../src/diagnostics/span.ts";
import { eq, ge, le } from "../../src/shapes/bool.ts";
import { checkDims } from "../../src/shapes/check_dims.ts";
import { DimResolver, type DimSpec, dimSymbol, type NamedDim } from "../../src/shapes/dim_spec.ts";
import { ShapeEnv } from "../../src/shapes/env.ts";
import { mul } from "../../src/shapes/expr.ts";
import { printInt } from "../../src/shapes/print.ts";
import type { SymInt } from "../../src/shapes/types.ts";

const named = (name: string, min: number | null = null, max: number | null = null): NamedDim => ({
  kind: "named",
  name,
  min,
  max,
});
const line = (n: number): Span => ({ file: "m.py", line: n, column: 1, endLine: n, endColumn: 9 });

/** Declares x.size()[0], [1], … with hints, runs the program's part, and gives the diagnostics' texts with their lines. */
function check(
  dims: readonly (readonly [DimSpec, number])[],
  program: (env: ShapeEnv, sizes: readonly SymInt[]) => void,
): readonly string[] {
  const env = new ShapeEnv();
  const resolver = new DimResolver(env);
  const sizes = dims.map(([spec, hint], i) => resolver.resolve(spec, hint, `x.size()[${i}]`));
  env.span = line(7);
  program(env, sizes);
  return checkDims(env, resolver.declared, line(99)).diagnostics.map(
    (d) => `${d.ruleId} ${d.level} ${d.span?.line}: ${d.message}`,
  );
}

test("a specialised dimension is named with the line and the condition", () => {
  expect(check([[named("batch"), 8]], (env, [b = 0]) => env.decide(eq(b, 8), "broadcast"))).toEqual([
    'DYN2002 error 7: Dim "batch" (x.size()[0]) is declared dynamic, but the program fixes it to 8 (broadcast: batch == 8). Change the expression so that it works for every size, or declare the dimension static (8).',
  ]);
});

test("with AUTO it is a warning", () => {
  expect(
    check([[{ kind: "auto", min: null, max: null }, 8]], (env, [b = 0]) => env.decide(eq(b, 8), "branch")),
  ).toEqual([
    "DYN2002 warning 7: x.size()[0] is declared dynamic, but the program fixes it to 8 (branch: x.size()[0] == 8). It is static in the exported model.",
  ]);
});

test("a narrowed range suggests the Dim", () => {
  expect(check([[named("b"), 8]], (env, [b = 0]) => env.decide(ge(b, 5), "branch"))).toEqual([
    'DYN2003 error 7: Dim "b" (x.size()[0]) may be from 2 to Infinity, but the program holds only for 5 to Infinity (branch: b >= 5). Declare Dim("b", min=5), or change the expression.',
  ]);
  expect(check([[named("b", 5, 20), 8]], (env, [b = 0]) => env.decide(ge(b, 5), "branch"))).toEqual([]);
  expect(
    check([[{ kind: "dynamic", name: null, min: null, max: null }, 8]], (env, [b = 0]) =>
      env.decide(le(b, 9), "branch"),
    ),
  ).toEqual([]);
});

test("two Dims that must be equal", () => {
  expect(
    check(
      [
        [named("a"), 4],
        [named("b"), 4],
      ],
      (env, [a = 0, b = 0]) => env.decide(eq(a, b), "matrix product"),
    ),
  ).toEqual([
    'DYN2003 error 7: Dim "b" (x.size()[1]) must equal a (matrix product). Use one Dim for both, or declare it as an expression of the other.',
  ]);
});

test("derived dimensions share the root's symbol", () => {
  const env = new ShapeEnv();
  const resolver = new DimResolver(env);
  const root = named("n");
  const size = resolver.resolve({ kind: "derived", root, expr: mul(2, dimSymbol("n")) }, 12, "x.size()[0]");
  expect(printInt(size)).toBe("2*s0");
  expect(resolver.resolve(root, 6, "y.size()[0]")).toBe(env.symbols[0]?.symbol);
});

test("examples that contradict the declaration", () => {
  const nothing = () => undefined;
  expect(check([[named("b"), 1]], nothing)[0]).toContain("its example size is 1; sizes 0 and 1 are special cases");
  expect(check([[named("b", 2, 4), 8]], nothing)[0]).toContain(
    "its example size 8 is outside the declared range [2, 4]",
  );
  expect(
    check(
      [
        [named("b"), 4],
        [named("b"), 5],
      ],
      nothing,
    )[0],
  ).toContain("it is 5 in the example, but x.size()[0], which has the same Dim, is 4");
});
