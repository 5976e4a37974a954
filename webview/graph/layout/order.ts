/** Left-to-right order within the ranks: barycenter sweeps, which lessen crossings. */

import type { RankedGraph } from "./layout.ts";

const SWEEPS = 4;

/** Reorders `graph.ranks` in place. */
export function orderRanks(graph: RankedGraph): void {
  const position = new Float64Array(graph.widths.length);
  const number = (row: readonly number[]): void => {
    row.forEach((node, i) => {
      position[node] = i - (row.length - 1) / 2;
    });
  };
  for (const row of graph.ranks) number(row);
  const key = new Float64Array(graph.widths.length);
  const sortRow = (row: number[], neighbours: readonly number[][]): void => {
    if (row.length < 2) return;
    for (const node of row) {
      const near = neighbours[node] ?? [];
      let sum = 0;
      for (const other of near) sum += position[other] ?? 0;
      key[node] = near.length === 0 ? (position[node] ?? 0) : sum / near.length;
    }
    row.sort((a, b) => (key[a] ?? 0) - (key[b] ?? 0) || (position[a] ?? 0) - (position[b] ?? 0));
    number(row);
  };
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    if (sweep % 2 === 0) for (let r = 1; r < graph.ranks.length; r++) sortRow(graph.ranks[r] ?? [], graph.above);
    else for (let r = graph.ranks.length - 2; r >= 0; r--) sortRow(graph.ranks[r] ?? [], graph.below);
  }
}
