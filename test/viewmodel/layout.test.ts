/** The layered layout: edges go down, boxes of a rank do not overlap, chains are straight, the drawing grows linearly. */

import { expect, test } from "vitest";
import { type Layout, LONGEST_ROUTED_EDGE, layoutGraph } from "../../webview/graph/layout/layout.ts";

interface Drawn {
  readonly layout: Layout;
  readonly widths: readonly number[];
  readonly heights: readonly number[];
  readonly edges: readonly (readonly [number, number])[];
}

function draw(count: number, edges: readonly (readonly [number, number])[], width = (_: number) => 80): Drawn {
  const widths = Array.from({ length: count }, (_, i) => width(i));
  const heights = Array.from({ length: count }, (_, i) => 24 + (i % 3) * 20);
  const layout = layoutGraph({
    widths,
    heights,
    from: edges.map(([a]) => a),
    to: edges.map(([, b]) => b),
    lane: edges.map(([a]) => a),
  });
  return { layout, widths, heights, edges };
}

/** What every drawing must hold. */
function check({ layout, widths, heights, edges }: Drawn): void {
  const { x, y, rank, routes, rankTop, rankBottom } = layout;
  for (const [e, [a, b]] of edges.entries()) {
    expect(rank[b]).toBeGreaterThan(rank[a] ?? 0);
    const route = routes[e];
    if (route === null || route === undefined) continue;
    expect([route[0], route[1]]).toEqual([x[a], (y[a] ?? 0) + (heights[a] ?? 0)]);
    expect([route.at(-2), route.at(-1)]).toEqual([x[b], y[b]]);
    for (let i = 3; i < route.length; i += 2) expect(route[i]).toBeGreaterThanOrEqual(route[i - 2] ?? 0);
  }
  for (let a = 0; a < widths.length; a++) {
    expect(y[a]).toBeGreaterThanOrEqual(rankTop[rank[a] ?? 0] ?? 0);
    expect((y[a] ?? 0) + (heights[a] ?? 0)).toBeLessThanOrEqual(rankBottom[rank[a] ?? 0] ?? 0);
    expect((x[a] ?? 0) - (widths[a] ?? 0) / 2).toBeGreaterThanOrEqual(-1e-6);
    expect((x[a] ?? 0) + (widths[a] ?? 0) / 2).toBeLessThanOrEqual(layout.width + 1e-6);
    for (let b = 0; b < a; b++) {
      if (rank[a] !== rank[b]) continue;
      const apart = Math.abs((x[a] ?? 0) - (x[b] ?? 0));
      expect(apart).toBeGreaterThanOrEqual(((widths[a] ?? 0) + (widths[b] ?? 0)) / 2);
    }
  }
}

test("a chain is straight", () => {
  const drawn = draw(
    5,
    [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
    ],
    (i) => 60 + 30 * (i % 2),
  );
  check(drawn);
  expect(new Set(drawn.layout.x).size).toBe(1);
});

test("a diamond with a skip: siblings side by side, the skip beside them", () => {
  const drawn = draw(5, [
    [0, 1],
    [0, 2],
    [1, 3],
    [2, 3],
    [0, 3],
    [3, 4],
  ]);
  check(drawn);
  expect([...drawn.layout.rank]).toEqual([0, 1, 1, 2, 3]);
});

test("a box without inputs stands just above what reads it", () => {
  const drawn = draw(5, [
    [0, 1],
    [1, 2],
    [2, 3],
    [4, 3],
  ]);
  check(drawn);
  expect(drawn.layout.rank[4]).toBe(2);
});

test("edges of one value run together; each stretch belongs to the longest", () => {
  const drawn = draw(5, [
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 4],
    [0, 3],
    [0, 4],
  ]);
  check(drawn);
  const { routes, starts } = drawn.layout;
  expect(starts[5]).toBe(0);
  expect(starts[4]).toBeGreaterThan(0);
  const shared = routes[4]?.slice(0, (starts[4] ?? 0) + 2);
  expect(shared).toEqual(routes[5]?.slice(0, shared?.length));
});

test("very long edges are stubs, the others are routed", () => {
  const length = LONGEST_ROUTED_EDGE + 5;
  const edges: [number, number][] = Array.from({ length }, (_, i) => [i, i + 1]);
  const drawn = draw(length + 1, [...edges, [0, length], [0, LONGEST_ROUTED_EDGE]]);
  check(drawn);
  expect(drawn.layout.routes[length]).toBeNull();
  expect(drawn.layout.routes[length + 1]).not.toBeNull();
});

test("a cycle, which no valid model has, is laid out too", () => {
  const { layout } = draw(3, [
    [0, 1],
    [1, 2],
    [2, 0],
  ]);
  expect([...layout.rank].sort()).toEqual([0, 1, 2]);
});

test("a random graph keeps the rules", () => {
  let seed = 12345;
  const random = (n: number): number => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return seed % n;
  };
  const edges: [number, number][] = [];
  for (let b = 1; b < 200; b++) for (let k = 0; k < 1 + random(3); k++) edges.push([random(b), b]);
  check(draw(200, edges, () => 40 + random(100)));
});

test("of 20,000 boxes whose mask feeds every layer, the drawing grows with the edges alone", () => {
  const edges: [number, number][] = [];
  for (let i = 1; i < 20_000; i++) {
    edges.push([i - 1, i]);
    if (i % 10 === 0) edges.push([0, i], [i - 9, i]);
  }
  const { layout } = draw(20_000, edges);
  // A point is two numbers; an edge through many ranks would have one in each of them.
  const points = layout.routes.reduce((sum, route) => sum + (route?.length ?? 0) / 2, 0);
  expect(points).toBeLessThan(10 * edges.length);
  expect(points).toBeGreaterThan(edges.length);
});
