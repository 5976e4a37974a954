/** Where the arrow keys lead from a box: along wires and within a rank. */

import type { Placed } from "./viewport.ts";

export type Direction = "up" | "down" | "left" | "right";

/** The key of the box to select next, null when there is none in that direction. */
export function neighbour({ box, scene }: Placed, direction: Direction): string | null {
  const index = scene.boxes.indexOf(box);
  if (direction === "left" || direction === "right") {
    const row = scene.rankBoxes.find((r) => r.includes(index)) ?? [];
    const next = row[row.indexOf(index) + (direction === "left" ? -1 : 1)];
    return next === undefined ? null : (scene.boxes[next]?.key ?? null);
  }
  const middle = box.x + box.width / 2;
  let best: { key: string; distance: number } | null = null;
  for (const wire of scene.wires) {
    const other = direction === "up" ? (wire.to === index ? wire.from : -1) : wire.from === index ? wire.to : -1;
    const candidate = scene.boxes[other];
    if (candidate === undefined) continue;
    const distance = Math.abs(candidate.x + candidate.width / 2 - middle);
    if (best === null || distance < best.distance) best = { key: candidate.key, distance };
  }
  return best?.key ?? null;
}
