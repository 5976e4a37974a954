/** Longest-path ranks: every edge goes down; boxes without inputs stand just above their first consumer. */

/** The rank of each box, 0 at the top. Edges of a cycle (no valid model has one) that would go up are left out. */
export function assignRanks(count: number, from: readonly number[], to: readonly number[]): Int32Array {
  const successors: number[][] = Array.from({ length: count }, () => []);
  const waiting = new Int32Array(count);
  for (let e = 0; e < from.length; e++) {
    const a = from[e] ?? 0;
    const b = to[e] ?? 0;
    if (a === b) continue;
    successors[a]?.push(b);
    waiting[b] = (waiting[b] ?? 0) + 1;
  }
  const isSource = Array.from(waiting, (w) => w === 0);
  const rank = new Int32Array(count);
  const done = new Uint8Array(count);
  const queue: number[] = [];
  isSource.forEach((source, i) => {
    if (source) queue.push(i);
  });
  let next = 0;
  let scan = 0;
  while (next < queue.length || scan < count) {
    if (next === queue.length) {
      // Only boxes of cycles are left: begin with the first of them.
      while (scan < count && done[scan] === 1) scan++;
      if (scan === count) break;
      queue.push(scan);
    }
    const node = queue[next++] ?? 0;
    if (done[node] === 1) continue;
    done[node] = 1;
    for (const successor of successors[node] ?? []) {
      if (done[successor] === 1) continue;
      rank[successor] = Math.max(rank[successor] ?? 0, (rank[node] ?? 0) + 1);
      const left = (waiting[successor] ?? 0) - 1;
      waiting[successor] = left;
      if (left === 0) queue.push(successor);
    }
  }
  for (let i = 0; i < count; i++) {
    const below = successors[i] ?? [];
    if (isSource[i] !== true || below.length === 0) continue;
    let nearest = Number.POSITIVE_INFINITY;
    for (const successor of below) nearest = Math.min(nearest, rank[successor] ?? 0);
    rank[i] = Math.max(0, nearest - 1);
  }
  return rank;
}
