/** The canvas: draws the scene, follows the pointer, and reports what the user points at. */

import type { GraphViewModel } from "../../src/protocol/graph_view.ts";
import { onThemeChange, type Palette, readPalette } from "../theme.ts";
import { drawFrame, lineFont, titleFont } from "./draw.ts";
import type { Measure, Scene } from "./scene.ts";
import {
  allBoxes,
  boxAt,
  centreOn,
  firstView,
  fitScene,
  onToggle,
  type Placed,
  panBy,
  type Viewport,
  zoomAt,
} from "./viewport.ts";

export interface CanvasEvents {
  onSelect(placed: Placed | null): void;
  onToggle(placed: Placed): void;
  onOpen(placed: Placed): void;
  onViewChange(viewport: Viewport): void;
}

export interface CanvasView {
  readonly canvas: HTMLCanvasElement;
  readonly measure: Measure;
  setModel(model: GraphViewModel): void;
  setScene(scene: Scene): void;
  scene(): Scene | null;
  viewport(): Viewport;
  setViewport(viewport: Viewport): void;
  fitAll(): void;
  showStart(): void;
  zoom(factor: number): void;
  select(key: string | null): void;
  setMatches(keys: ReadonlySet<string>): void;
  /** Moves the view so that the box is seen. */
  bringIntoView(key: string, centre: boolean): void;
  place(key: string): Placed | null;
}

const DRAG_THRESHOLD = 4;

export function createCanvasView(canvas: HTMLCanvasElement, events: CanvasEvents): CanvasView {
  const context = canvas.getContext("2d", { alpha: false });
  if (context === null) throw new Error("the canvas has no 2D context");
  let palette: Palette = readPalette();
  let model: GraphViewModel | null = null;
  let scene: Scene | null = null;
  let viewport: Viewport = { x: 0, y: 0, scale: 1, width: 1, height: 1 };
  let selected: string | null = null;
  let hovered: string | null = null;
  let matches: ReadonlySet<string> = new Set();
  let scheduled = false;

  const draw = (): void => {
    scheduled = false;
    if (scene === null || model === null) return;
    drawFrame(context, window.devicePixelRatio, scene, { model, palette, viewport, selected, hovered, matches });
  };
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(draw);
  };
  const move = (next: Viewport): void => {
    viewport = next;
    events.onViewChange(viewport);
    schedule();
  };
  const resize = (): void => {
    const { clientWidth, clientHeight } = canvas;
    canvas.width = Math.max(1, Math.round(clientWidth * window.devicePixelRatio));
    canvas.height = Math.max(1, Math.round(clientHeight * window.devicePixelRatio));
    const width = Math.max(1, clientWidth);
    const height = Math.max(1, clientHeight);
    // What was in the middle stays there when the editor's column changes its size.
    const x = viewport.x + (viewport.width - width) / viewport.scale / 2;
    const y = viewport.y + (viewport.height - height) / viewport.scale / 2;
    viewport = { ...viewport, x, y, width, height };
    draw();
  };
  const widths = new Map<string, number>();
  const measure: Measure = (text, font) => {
    const id = font + text;
    let width = widths.get(id);
    if (width === undefined) {
      context.font = font === "title" ? titleFont(palette) : lineFont(palette);
      width = context.measureText(text).width;
      widths.set(id, width);
    }
    return width;
  };
  const toScene = (event: MouseEvent): { x: number; y: number } => ({
    x: viewport.x + event.offsetX / viewport.scale,
    y: viewport.y + event.offsetY / viewport.scale,
  });
  const placedAt = (event: MouseEvent): Placed | null => {
    const { x, y } = toScene(event);
    return scene === null ? null : boxAt(scene, x, y);
  };

  resize();
  new ResizeObserver(resize).observe(canvas);
  onThemeChange(() => {
    palette = readPalette();
    schedule();
  });

  let drag: { x: number; y: number; moved: boolean } | null = null;
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 && event.button !== 1) return;
    drag = { x: event.clientX, y: event.clientY, moved: false };
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (drag === null) {
      const key = placedAt(event)?.box.key ?? null;
      if (key !== hovered) {
        hovered = key;
        canvas.style.cursor = key === null ? "default" : "pointer";
        schedule();
      }
      return;
    }
    const dx = event.clientX - drag.x;
    const dy = event.clientY - drag.y;
    if (!drag.moved && Math.hypot(dx, dy) < DRAG_THRESHOLD) return;
    drag = { x: event.clientX, y: event.clientY, moved: true };
    canvas.style.cursor = "grabbing";
    move(panBy(viewport, -dx, -dy));
  });
  canvas.addEventListener("pointerup", (event) => {
    const moved = drag?.moved ?? true;
    drag = null;
    canvas.style.cursor = "default";
    if (moved || event.button !== 0) return;
    const placed = placedAt(event);
    const { x, y } = toScene(event);
    if (placed !== null && onToggle(placed, x, y)) events.onToggle(placed);
    else events.onSelect(placed);
  });
  canvas.addEventListener("pointercancel", () => {
    drag = null;
  });
  canvas.addEventListener("dblclick", (event) => {
    const placed = placedAt(event);
    const { x, y } = toScene(event);
    if (placed?.box.expandable === true && !onToggle(placed, x, y)) events.onOpen(placed);
  });
  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      if (event.ctrlKey || event.metaKey)
        move(zoomAt(viewport, event.offsetX, event.offsetY, Math.exp(-event.deltaY * unit * 0.005)));
      else if (event.shiftKey) move(panBy(viewport, (event.deltaY || event.deltaX) * unit, 0));
      else move(panBy(viewport, event.deltaX * unit, event.deltaY * unit));
    },
    { passive: false },
  );

  const place = (key: string): Placed | null => {
    if (scene === null) return null;
    for (const placed of allBoxes(scene)) if (placed.box.key === key) return placed;
    return null;
  };
  return {
    canvas,
    measure,
    setModel: (next) => {
      model = next;
    },
    setScene: (next) => {
      scene = next;
      hovered = null;
      schedule();
    },
    scene: () => scene,
    viewport: () => viewport,
    setViewport: (next) => move({ ...next, width: viewport.width, height: viewport.height }),
    fitAll: () => {
      if (scene !== null) move(fitScene(viewport, scene));
    },
    showStart: () => {
      if (scene !== null) move(firstView(viewport, scene));
    },
    zoom: (factor) => move(zoomAt(viewport, viewport.width / 2, viewport.height / 2, factor)),
    select: (key) => {
      selected = key;
      schedule();
    },
    setMatches: (keys) => {
      matches = keys;
      schedule();
    },
    bringIntoView: (key, centre) => {
      const placed = place(key);
      if (placed === null) return;
      const { box, x, y } = placed;
      const margin = 20 / viewport.scale;
      const inside =
        x >= viewport.x + margin &&
        y >= viewport.y + margin &&
        x + box.width <= viewport.x + viewport.width / viewport.scale - margin &&
        y + box.height <= viewport.y + viewport.height / viewport.scale - margin;
      if (inside && !centre) return;
      const readable = viewport.scale < 0.35 ? { ...viewport, scale: 0.8 } : viewport;
      move(centreOn(readable, x + box.width / 2, y + Math.min(box.height, viewport.height / readable.scale) / 2));
    },
    place,
  };
}
