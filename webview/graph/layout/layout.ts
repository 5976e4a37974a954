/** Layered layout of a directed graph with boxes of any size; time grows linearly with nodes and short edges. */

import { orderRanks } from "./order.ts";
import { placeRanks } from "./place.ts";
import { assignRanks } from "./ranks.ts";

export interface LayoutInput {
  readonly widths: readonly number[];
  readonly heights: readonly number[];
  /** Edge e goes from box `from[e]` to box `to[e]`. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Edges of one source and one lane carry the same value: they run together as long as they can. */
  readonly lane: readonly number[];
}

export interface Layout {
  /** Centre of each box. */
  readonly x: Float64Array;
  /** Top of each box. */
  readonly y: Float64Array;
  readonly rank: Int32Array;
  readonly rankTop: Float64Array;
  readonly rankBottom: Float64Array;
  /** x, y pairs from the source's bottom to the target's top; null for an edge that is drawn as two stubs. */
  readonly routes: readonly (Float64Array | null)[];
  /** Index of the x from which an edge's route is its own: before it, a longer edge of its lane runs along the same points. */
  readonly starts: Int32Array;
  readonly width: number;
  readonly height: number;
}

/** Longer edges would need a point in every rank that they pass; they are drawn as stubs. */
export const LONGEST_ROUTED_EDGE = 40;
const RANK_GAP = 46;
const BOX_GAP = 24;
const WIRE_GAP = 14;

/** The boxes of one rank from left to right, the points where edges pass among them. */
export interface RankedGraph {
  /** Real boxes first, then the points; their widths. */
  readonly widths: Float64Array;
  readonly realCount: number;
  readonly rank: Int32Array;
  /** Neighbours in the rank above and in the rank below. */
  readonly above: readonly number[][];
  readonly below: readonly number[][];
  readonly ranks: number[][];
}

/** Places every box and routes every edge, top to bottom. */
export function layoutGraph(input: LayoutInput): Layout {
  const count = input.widths.length;
  const rank = assignRanks(count, input.from, input.to);
  const { graph, chains } = insertPoints(input, rank);
  orderRanks(graph);
  const x = placeRanks(graph, BOX_GAP, WIRE_GAP);

  const rankHeight = new Float64Array(graph.ranks.length);
  for (let i = 0; i < count; i++) {
    const r = rank[i] ?? 0;
    rankHeight[r] = Math.max(rankHeight[r] ?? 0, input.heights[i] ?? 0);
  }
  const rankTop = new Float64Array(rankHeight.length);
  const rankBottom = new Float64Array(rankHeight.length);
  let top = 0;
  for (let r = 0; r < rankHeight.length; r++) {
    rankTop[r] = top;
    rankBottom[r] = top + (rankHeight[r] ?? 0);
    top += (rankHeight[r] ?? 0) + RANK_GAP;
  }
  const y = new Float64Array(count);
  let left = 0;
  let right = 0;
  for (let i = 0; i < count; i++) {
    const r = rank[i] ?? 0;
    y[i] = (rankTop[r] ?? 0) + ((rankHeight[r] ?? 0) - (input.heights[i] ?? 0)) / 2;
  }
  for (let i = 0; i < x.length; i++) {
    left = Math.min(left, (x[i] ?? 0) - (graph.widths[i] ?? 0) / 2);
    right = Math.max(right, (x[i] ?? 0) + (graph.widths[i] ?? 0) / 2);
  }
  for (let i = 0; i < x.length; i++) x[i] = (x[i] ?? 0) - left;

  const longest = new Map<string, number>();
  const lane = (e: number): string => `${input.from[e] ?? 0}:${input.lane[e] ?? 0}`;
  chains.forEach((chain, e) => {
    if (chain !== null && chain.length > (chains[longest.get(lane(e)) ?? -1]?.length ?? -1)) longest.set(lane(e), e);
  });
  const starts = new Int32Array(chains.length);
  const routes = chains.map((chain, e) => {
    if (chain === null) return null;
    const a = input.from[e] ?? 0;
    const b = input.to[e] ?? 0;
    const points: number[] = [x[a] ?? 0, (y[a] ?? 0) + (input.heights[a] ?? 0)];
    const push = (px: number, py: number): void => {
      if (points[points.length - 1] !== py || points[points.length - 2] !== px) points.push(px, py);
    };
    push(x[a] ?? 0, rankBottom[rank[a] ?? 0] ?? 0);
    for (const point of chain) {
      push(x[point] ?? 0, rankTop[graph.rank[point] ?? 0] ?? 0);
      push(x[point] ?? 0, rankBottom[graph.rank[point] ?? 0] ?? 0);
    }
    if (longest.get(lane(e)) !== e) starts[e] = points.length - 2;
    push(x[b] ?? 0, rankTop[rank[b] ?? 0] ?? 0);
    push(x[b] ?? 0, y[b] ?? 0);
    return Float64Array.from(points);
  });
  return {
    x: x.slice(0, count),
    y,
    rank,
    rankTop,
    rankBottom,
    routes,
    starts,
    width: right - left,
    height: Math.max(0, top - RANK_GAP),
  };
}

/** Gives each edge that spans several ranks a point in every rank between; null for stubs and edges that go upwards. */
function insertPoints(input: LayoutInput, rank: Int32Array): { graph: RankedGraph; chains: (number[] | null)[] } {
  const count = input.widths.length;
  const widths = [...input.widths];
  const ranks: number[] = [...rank];
  const above: number[][] = Array.from({ length: count }, () => []);
  const below: number[][] = Array.from({ length: count }, () => []);
  const connect = (upper: number, lower: number): void => {
    below[upper]?.push(lower);
    above[lower]?.push(upper);
  };
  const trunks = new Map<string, number[]>();
  const chains = input.from.map((a, e) => {
    const b = input.to[e] ?? 0;
    const span = (rank[b] ?? 0) - (rank[a] ?? 0);
    if (span < 1 || span > LONGEST_ROUTED_EDGE) return null;
    const id = `${a}:${input.lane[e] ?? 0}`;
    let trunk = trunks.get(id);
    if (trunk === undefined) {
      trunk = [];
      trunks.set(id, trunk);
    }
    while (trunk.length < span - 1) {
      const point = widths.length;
      widths.push(2);
      ranks.push((rank[a] ?? 0) + 1 + trunk.length);
      above.push([]);
      below.push([]);
      connect(trunk[trunk.length - 1] ?? a, point);
      trunk.push(point);
    }
    const chain = trunk.slice(0, span - 1);
    connect(chain[chain.length - 1] ?? a, b);
    return chain;
  });
  let last = -1;
  for (const r of ranks) last = Math.max(last, r);
  const rows: number[][] = Array.from({ length: last + 1 }, () => []);
  ranks.forEach((r, i) => {
    rows[r]?.push(i);
  });
  return {
    graph: {
      widths: Float64Array.from(widths),
      realCount: count,
      rank: Int32Array.from(ranks),
      above,
      below,
      ranks: rows,
    },
    chains,
  };
}
