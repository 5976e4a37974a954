/** Horizontal places: every box as near as its neighbours allow, in the given order and without overlap (isotonic regression). */

import type { RankedGraph } from "./layout.ts";

const SWEEPS = 6;
/** Edges that pass through should be straight before boxes are centred. */
const POINT_WEIGHT = 4;

/** The centre of each box and point. */
export function placeRanks(graph: RankedGraph, boxGap: number, wireGap: number): Float64Array {
  const x = new Float64Array(graph.widths.length);
  const isPoint = (node: number): boolean => node >= graph.realCount;
  const separation = (a: number, b: number): number =>
    ((graph.widths[a] ?? 0) + (graph.widths[b] ?? 0)) / 2 + (isPoint(a) || isPoint(b) ? wireGap : boxGap);

  for (const row of graph.ranks) {
    let at = 0;
    row.forEach((node, i) => {
      const previous = row[i - 1];
      at += previous === undefined ? 0 : separation(previous, node);
      x[node] = at;
    });
    for (const node of row) x[node] = (x[node] ?? 0) - at / 2;
  }

  const pull = (row: readonly number[], sides: readonly (readonly number[][])[]): void => {
    const only = row.length === 1 ? row[0] : undefined;
    if (only !== undefined) {
      // A rank with a single box is on the graph's axis, so that a chain of them stays straight.
      x[only] = 0;
      return;
    }
    const desired: number[] = [];
    const weights: number[] = [];
    for (const node of row) {
      let sum = 0;
      let total = 0;
      for (const side of sides) {
        for (const other of side[node] ?? []) {
          const weight = isPoint(node) && isPoint(other) ? POINT_WEIGHT : 1;
          sum += weight * (x[other] ?? 0);
          total += weight;
        }
      }
      desired.push(total === 0 ? (x[node] ?? 0) : sum / total);
      weights.push(total === 0 ? 0.1 : isPoint(node) ? POINT_WEIGHT : 1);
    }
    const placed = isotonic(row, desired, weights, separation);
    row.forEach((node, i) => {
      x[node] = placed[i] ?? 0;
    });
  };
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const sides = sweep === SWEEPS - 1 ? [graph.above, graph.below] : [sweep % 2 === 0 ? graph.above : graph.below];
    if (sweep % 2 === 0) for (const row of graph.ranks) pull(row, sides);
    else for (let r = graph.ranks.length - 1; r >= 0; r--) pull(graph.ranks[r] ?? [], sides);
  }
  return x;
}

/** Least squares to `desired` under x[i+1] - x[i] >= separation: pool adjacent violators on the offsets taken out. */
function isotonic(
  row: readonly number[],
  desired: readonly number[],
  weights: readonly number[],
  separation: (a: number, b: number) => number,
): number[] {
  const offsets: number[] = [];
  let offset = 0;
  const blocks: { mean: number; weight: number; size: number }[] = [];
  for (let i = 0; i < row.length; i++) {
    const previous = row[i - 1];
    if (previous !== undefined) offset += separation(previous, row[i] ?? 0);
    offsets.push(offset);
    let block = { mean: (desired[i] ?? 0) - offset, weight: weights[i] ?? 1, size: 1 };
    for (
      let top = blocks[blocks.length - 1];
      top !== undefined && top.mean > block.mean;
      top = blocks[blocks.length - 1]
    ) {
      const weight = top.weight + block.weight;
      block = {
        mean: (top.mean * top.weight + block.mean * block.weight) / weight,
        weight,
        size: top.size + block.size,
      };
      blocks.pop();
    }
    blocks.push(block);
  }
  const placed: number[] = [];
  for (const block of blocks) {
    for (let k = 0; k < block.size; k++) placed.push(block.mean + (offsets[placed.length] ?? 0));
  }
  return placed;
}
