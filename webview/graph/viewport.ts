/** Which part of the scene is seen: pan, zoom, fit; and what is under a point. */

import { type Box, HEADER, type Scene, TOGGLE } from "./scene.ts";

export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** `x`, `y`: the scene's point in the canvas's corner; sizes in CSS pixels. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
  readonly width: number;
  readonly height: number;
}

const LARGEST_SCALE = 3;
const SMALLEST_SCALE = 0.0005;
const FIT_MARGIN = 24;

/** Shows the whole scene, never enlarged. */
export function fitScene(viewport: Viewport, scene: Scene): Viewport {
  const scale = Math.min(
    1,
    (viewport.width - 2 * FIT_MARGIN) / Math.max(1, scene.width),
    (viewport.height - 2 * FIT_MARGIN) / Math.max(1, scene.height),
  );
  const safe = Math.max(SMALLEST_SCALE, scale);
  return centreOn({ ...viewport, scale: safe }, scene.width / 2, scene.height / 2);
}

/** At first: the whole scene if it can be read so, else its top at a readable size. */
export function firstView(viewport: Viewport, scene: Scene): Viewport {
  const whole = fitScene(viewport, scene);
  if (whole.scale >= 0.5) return whole;
  const scale = Math.max(0.5, Math.min(1, (viewport.width - 2 * FIT_MARGIN) / Math.max(1, scene.width)));
  const top = scene.boxes.find((b) => b.y === 0);
  const middle = top === undefined ? scene.width / 2 : top.x + top.width / 2;
  return { ...viewport, scale, x: middle - viewport.width / scale / 2, y: -FIT_MARGIN / scale };
}

export function centreOn(viewport: Viewport, x: number, y: number): Viewport {
  return { ...viewport, x: x - viewport.width / viewport.scale / 2, y: y - viewport.height / viewport.scale / 2 };
}

/** Zooms by `factor` and keeps the scene's point under (px, py), in CSS pixels, where it is. */
export function zoomAt(viewport: Viewport, px: number, py: number, factor: number): Viewport {
  const scale = Math.min(LARGEST_SCALE, Math.max(SMALLEST_SCALE, viewport.scale * factor));
  return {
    ...viewport,
    scale,
    x: viewport.x + px / viewport.scale - px / scale,
    y: viewport.y + py / viewport.scale - py / scale,
  };
}

export function panBy(viewport: Viewport, dx: number, dy: number): Viewport {
  return { ...viewport, x: viewport.x + dx / viewport.scale, y: viewport.y + dy / viewport.scale };
}

/** The first rank whose bottom is below `y`. */
export function firstRank(scene: Scene, y: number): number {
  let low = 0;
  let high = scene.rankBottom.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((scene.rankBottom[middle] ?? 0) < y) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A box with its place in the outermost scene's coordinates. */
export interface Placed {
  readonly box: Box;
  readonly scene: Scene;
  readonly x: number;
  readonly y: number;
}

/** The innermost box at a point of the scene. */
export function boxAt(scene: Scene, x: number, y: number, originX = 0, originY = 0): Placed | null {
  const localX = x - originX;
  const localY = y - originY;
  for (const index of scene.rankBoxes[firstRank(scene, localY)] ?? []) {
    const box = scene.boxes[index];
    if (
      box === undefined ||
      localX < box.x ||
      localX > box.x + box.width ||
      localY < box.y ||
      localY > box.y + box.height
    )
      continue;
    for (const inner of box.inner) {
      const found = boxAt(inner.scene, x, y, originX + box.x + inner.dx, originY + box.y + inner.dy);
      if (found !== null) return found;
    }
    return { box, scene, x: originX + box.x, y: originY + box.y };
  }
  return null;
}

/** Whether a point is on the sign that expands or collapses the box. */
export function onToggle(placed: Placed, x: number, y: number): boolean {
  return placed.box.expandable && x >= placed.x + placed.box.width - TOGGLE - 14 && y <= placed.y + HEADER;
}

/** Every box of the scene and of what is expanded in it, outermost first. */
export function* allBoxes(scene: Scene, originX = 0, originY = 0): Generator<Placed> {
  for (const box of scene.boxes) {
    yield { box, scene, x: originX + box.x, y: originY + box.y };
    for (const inner of box.inner) yield* allBoxes(inner.scene, originX + box.x + inner.dx, originY + box.y + inner.dy);
  }
}
