/** Draws a scene on a canvas; only what is in view, and only as much detail as can be read. */

import type { GraphViewModel } from "../../src/protocol/graph_view.ts";
import type { Palette } from "../theme.ts";
import type { Category } from "./op_category.ts";
import { type Box, HEADER, LINE, PADDING, type Scene, TOGGLE, type Wire } from "./scene.ts";
import { firstRank, type Rect, type Viewport } from "./viewport.ts";

export interface DrawState {
  readonly model: GraphViewModel;
  readonly palette: Palette;
  readonly viewport: Viewport;
  readonly selected: string | null;
  readonly hovered: string | null;
  /** Keys of the boxes that the search found. */
  readonly matches: ReadonlySet<string>;
}

const TITLE_SIZE = 12;
const LINE_SIZE = 11;
/** Below these scales text, then details, can't be read and are left out. */
const TEXT_SCALE = 0.35;
const DETAIL_SCALE = 0.12;
const STUB = 14;

export function titleFont(palette: Palette): string {
  return `600 ${TITLE_SIZE}px ${palette.font}`;
}

export function lineFont(palette: Palette): string {
  return `${LINE_SIZE}px ${palette.font}`;
}

/** Draws the whole frame. The canvas has `ratio` device pixels a CSS pixel. */
export function drawFrame(context: CanvasRenderingContext2D, ratio: number, scene: Scene, state: DrawState): void {
  const { viewport, palette } = state;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = palette.background;
  context.fillRect(0, 0, viewport.width * ratio, viewport.height * ratio);
  const scale = viewport.scale * ratio;
  context.setTransform(scale, 0, 0, scale, -viewport.x * scale, -viewport.y * scale);
  context.textBaseline = "middle";
  const visible: Rect = {
    left: viewport.x,
    top: viewport.y,
    right: viewport.x + viewport.width / viewport.scale,
    bottom: viewport.y + viewport.height / viewport.scale,
  };
  drawScene(context, scene, visible, state);
}

function drawScene(context: CanvasRenderingContext2D, scene: Scene, visible: Rect, state: DrawState): void {
  const first = firstRank(scene, visible.top);
  let last = first;
  while (last + 1 < scene.rankTop.length && (scene.rankTop[last + 1] ?? 0) <= visible.bottom) last++;
  drawWires(context, scene, Math.max(0, first - 1), last, visible, state);
  for (let r = first; r <= last; r++) {
    for (const index of scene.rankBoxes[r] ?? []) {
      const box = scene.boxes[index];
      if (box === undefined || box.x > visible.right || box.x + box.width < visible.left) continue;
      if (box.y > visible.bottom || box.y + box.height < visible.top) continue;
      drawBox(context, box, state);
      for (const inner of box.inner) {
        const dx = box.x + inner.dx;
        const dy = box.y + inner.dy;
        context.save();
        context.translate(dx, dy);
        const { left, top, right, bottom } = visible;
        drawScene(
          context,
          inner.scene,
          { left: left - dx, top: top - dy, right: right - dx, bottom: bottom - dy },
          state,
        );
        context.restore();
      }
    }
  }
}

function drawWires(
  context: CanvasRenderingContext2D,
  scene: Scene,
  first: number,
  last: number,
  visible: Rect,
  state: DrawState,
): void {
  const { palette, viewport } = state;
  const plain: Wire[] = [];
  const dashed: Wire[] = [];
  const lit: Wire[] = [];
  const seen = new Set<number>();
  for (let r = first; r <= last; r++) {
    for (const index of scene.rankWires[r] ?? []) {
      if (seen.has(index)) continue;
      seen.add(index);
      const wire = scene.wires[index];
      if (wire === undefined) continue;
      (isLit(scene, wire, state) ? lit : wire.captured ? dashed : plain).push(wire);
    }
  }
  const hair = Math.max(1, 0.7 / viewport.scale);
  for (const [wires, color, width] of [
    [plain, palette.wire, hair],
    [dashed, palette.wire, hair],
    [lit, palette.selection, hair * 2],
  ] as const) {
    if (wires.length === 0) continue;
    context.beginPath();
    for (const wire of wires) traceWire(context, scene, wire, wires === lit ? 0 : wire.start);
    context.strokeStyle = color;
    context.setLineDash(wires === dashed ? [5, 4] : []);
    context.globalAlpha = wires !== lit && !palette.highContrast ? 0.7 : 1;
    context.lineWidth = width;
    context.stroke();
    context.globalAlpha = 1;
    context.setLineDash([]);
    if (viewport.scale < TEXT_SCALE) continue;
    context.fillStyle = color;
    for (const wire of wires) drawArrow(context, scene, wire);
  }
  if (viewport.scale < TEXT_SCALE * 1.6) return;
  context.font = lineFont(palette);
  context.textAlign = "left";
  const labelled = new Set<string>();
  for (const wire of [...lit, ...plain, ...dashed]) drawWireLabel(context, scene, wire, labelled, visible, state);
}

function isLit(scene: Scene, wire: Wire, state: DrawState): boolean {
  if (state.selected === null && state.hovered === null) return false;
  const ends = [scene.boxes[wire.from]?.key, scene.boxes[wire.to]?.key];
  return ends.some((key) => key !== undefined && (key === state.selected || key === state.hovered));
}

/** From the point `start` of the route on. */
function traceWire(context: CanvasRenderingContext2D, scene: Scene, wire: Wire, start: number): void {
  const { route } = wire;
  if (route === null) {
    const a = scene.boxes[wire.from];
    const b = scene.boxes[wire.to];
    if (a === undefined || b === undefined) return;
    context.moveTo(a.x + a.width / 2, a.y + a.height);
    context.lineTo(a.x + a.width / 2 + STUB / 2, a.y + a.height + STUB);
    context.moveTo(b.x + b.width / 2 - STUB / 2, b.y - STUB);
    context.lineTo(b.x + b.width / 2, b.y);
    return;
  }
  let x = route[start] ?? 0;
  let y = route[start + 1] ?? 0;
  context.moveTo(x, y);
  for (let i = start + 2; i < route.length; i += 2) {
    const nextX = route[i] ?? 0;
    const nextY = route[i + 1] ?? 0;
    if (Math.abs(nextX - x) < 0.5) context.lineTo(nextX, nextY);
    else {
      const middle = (y + nextY) / 2;
      context.bezierCurveTo(x, middle, nextX, middle, nextX, nextY);
    }
    x = nextX;
    y = nextY;
  }
}

function drawArrow(context: CanvasRenderingContext2D, scene: Scene, wire: Wire): void {
  const target = scene.boxes[wire.to];
  if (target === undefined) return;
  const x = target.x + target.width / 2;
  context.beginPath();
  context.moveTo(x, target.y);
  context.lineTo(x - 3.5, target.y - 7);
  context.lineTo(x + 3.5, target.y - 7);
  context.closePath();
  context.fill();
}

/** Writes the value's type beside the wire, once for each value that leaves a box. */
function drawWireLabel(
  context: CanvasRenderingContext2D,
  scene: Scene,
  wire: Wire,
  labelled: Set<string>,
  visible: Rect,
  state: DrawState,
): void {
  const source = scene.boxes[wire.from];
  if (source === undefined || source.kind !== "node") return;
  const id = `${wire.from}:${wire.value}`;
  const type = state.model.graphs[scene.graph]?.values[wire.value]?.type ?? "";
  if (type === "" || labelled.has(id)) return;
  labelled.add(id);
  const x = source.x + source.width / 2 + 6;
  const y = source.y + source.height + 13;
  if (y < visible.top - 20 || y > visible.bottom + 20) return;
  context.lineWidth = 4;
  context.strokeStyle = state.palette.background;
  context.strokeText(type, x, y);
  context.fillStyle = state.palette.muted;
  context.fillText(type, x, y);
}

function drawBox(context: CanvasRenderingContext2D, box: Box, state: DrawState): void {
  const { palette, viewport } = state;
  const accent = categoryColor(box.category, palette);
  const isNode = box.kind === "node";
  if (viewport.scale < DETAIL_SCALE) {
    context.fillStyle = isNode ? accent : palette.muted;
    context.globalAlpha = box.inner.length > 0 ? 0.25 : 0.9;
    context.fillRect(box.x, box.y, box.width, box.height);
    context.globalAlpha = 1;
    drawOutline(context, box, state);
    return;
  }
  const radius = isNode ? 5 : box.height / 2;
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, radius);
  context.fillStyle = palette.boxFill;
  context.fill();
  if (isNode) {
    if (!palette.highContrast) {
      context.save();
      context.clip();
      context.fillStyle = accent;
      context.globalAlpha = palette.dark ? 0.28 : 0.2;
      context.fillRect(box.x, box.y, box.width, HEADER);
      context.globalAlpha = 1;
      context.fillRect(box.x, box.y, 3, box.height);
      context.restore();
    }
    context.beginPath();
    context.roundRect(box.x, box.y, box.width, box.height, radius);
  }
  context.lineWidth = 1;
  context.strokeStyle = isNode ? accent : palette.muted;
  context.setLineDash(box.kind === "captured" ? [4, 3] : []);
  context.stroke();
  context.setLineDash([]);
  drawOutline(context, box, state);
  if (viewport.scale >= TEXT_SCALE) drawBoxText(context, box, accent, state);
}

function drawOutline(context: CanvasRenderingContext2D, box: Box, state: DrawState): void {
  const { palette, viewport } = state;
  const selected = box.key === state.selected;
  const match = state.matches.has(box.key);
  if (!selected && !match && box.key !== state.hovered) return;
  const thin = 1 / viewport.scale;
  context.strokeStyle = match && !selected ? palette.match : palette.selection;
  context.lineWidth = Math.max(selected ? 2.5 : 1.5, (selected ? 2.5 : 1.5) * thin);
  context.beginPath();
  context.roundRect(box.x - 2, box.y - 2, box.width + 4, box.height + 4, 7);
  context.stroke();
}

function drawBoxText(context: CanvasRenderingContext2D, box: Box, accent: string, state: DrawState): void {
  const { palette } = state;
  const middle = box.y + (box.kind === "node" ? HEADER : box.height) / 2;
  let x = box.x + PADDING;
  context.textAlign = "left";
  if (box.node?.callee != null) {
    context.fillStyle = accent;
    context.beginPath();
    context.arc(x + 6, middle, 7, 0, 2 * Math.PI);
    context.fill();
    context.fillStyle = palette.background;
    context.font = `italic 700 11px ${palette.font}`;
    context.textAlign = "center";
    context.fillText("f", x + 6, middle);
    context.textAlign = "left";
    x += 20;
  }
  context.font = titleFont(palette);
  context.fillStyle = palette.foreground;
  context.fillText(box.title, x, middle);
  if (box.subtitle !== "") {
    x += context.measureText(box.title).width + 8;
    context.font = lineFont(palette);
    context.fillStyle = palette.muted;
    context.fillText(box.subtitle, x, middle);
  }
  if (box.expandable) {
    const right = box.x + box.width - 8;
    context.strokeStyle = palette.foreground;
    context.lineWidth = 1.2;
    context.beginPath();
    context.roundRect(right - TOGGLE, middle - TOGGLE / 2, TOGGLE, TOGGLE, 3);
    context.moveTo(right - TOGGLE + 3.5, middle);
    context.lineTo(right - 3.5, middle);
    if (box.inner.length === 0) {
      context.moveTo(right - TOGGLE / 2, middle - 3.5);
      context.lineTo(right - TOGGLE / 2, middle + 3.5);
    }
    context.stroke();
  }
  context.font = lineFont(palette);
  context.fillStyle = palette.muted;
  box.lines.forEach((line, i) => {
    context.fillText(line, box.x + PADDING, box.y + HEADER + 3 + LINE * (i + 0.5));
  });
  for (const inner of box.inner) {
    if (inner.label !== "") context.fillText(inner.label, box.x + inner.dx, box.y + HEADER + 16);
  }
}

function categoryColor(category: Category, palette: Palette): string {
  switch (category) {
    case "linear":
      return palette.blue;
    case "activation":
      return palette.red;
    case "normalization":
    case "function":
      return palette.purple;
    case "pooling":
      return palette.green;
    case "control":
      return palette.orange;
    case "reduction":
      return palette.yellow;
    case "shape":
    case "other":
      return palette.muted;
  }
}
