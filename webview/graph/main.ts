/** The graph view: shows an ONNX model as boxes and wires, with functions that open in place or on their own. */

import "../common.css";
import "./graph.css";
import type { GraphViewModel } from "../../src/protocol/graph_view.ts";
import type { GraphToHost, GraphToWebview } from "../../src/protocol/webview_messages.ts";
import { byId, h, on, plural } from "../dom.ts";
import { connect, loadState, saveState } from "../host.ts";
import { button, searchBox, startControls } from "../ui.ts";
import { createCanvasView } from "./canvas_view.ts";
import { type Direction, neighbour } from "./navigate.ts";
import { type PanelActions, showBox, showModel } from "./panel.ts";
import { buildScene } from "./scene.ts";
import { findNodes, type Match } from "./search.ts";
import { searchResults } from "./search_results.ts";
import type { Placed } from "./viewport.ts";

const state = loadState({
  /** Graphs from the model's own to the one that is shown. */
  trail: [0],
  expanded: [] as string[],
  selected: "",
  query: "",
  view: [] as number[],
  panel: true,
  fresh: true,
});

let model: GraphViewModel | null = null;
let matches: readonly Match[] = [];
let matchAt = -1;

startControls();
const host = connect<GraphToHost, GraphToWebview>({
  show: (message) => show(message.model),
  failure: (message) => showFailure(message.message),
});

const canvas = h("canvas", { tabindex: "0", role: "application", "aria-label": "ONNX graph" });
const panel = h("aside", { class: "panel", "aria-label": "Properties" });
const breadcrumb = h("nav", { class: "breadcrumb", "aria-label": "Shown graph" });
const announcer = h("div", { class: "visually-hidden", role: "status", "aria-live": "polite" });
const found = h("div", { class: "results" });
const search = searchBox(
  "Search nodes",
  (text) => runSearch(text, true),
  (backwards) => stepMatch(backwards ? -1 : 1),
);
const toolbar = h("div", { class: "toolbar", role: "toolbar", "aria-label": "Graph" }, [
  search.element,
  breadcrumb,
  h("span", { class: "spacer" }),
  button("−", "Zoom out (-)", () => view.zoom(1 / 1.25)),
  button("+", "Zoom in (+)", () => view.zoom(1.25)),
  button("Fit", "Fit the graph (0)", () => view.fitAll()),
  button("Expand", "Expand all functions of this level (E)", () => expandAll(true)),
  button("Collapse", "Collapse all (C)", () => expandAll(false)),
  button("Properties", "Show or hide the properties (P)", () => togglePanel()),
]);
const stage = h("main", { class: "stage" }, [canvas, found]);
byId("app").replaceChildren(toolbar, h("div", { class: "content" }, [stage, panel]), announcer);

const view = createCanvasView(canvas, {
  onSelect: (placed) => select(placed, true),
  onToggle: (placed) => toggle(placed, true),
  onOpen: (placed) => open(placed),
  onViewChange: ({ x, y, scale }) => {
    state.view = [x, y, scale];
    save();
  },
});

let saving: ReturnType<typeof setTimeout> | undefined;
function save(): void {
  clearTimeout(saving);
  saving = setTimeout(() => saveState(state), 150);
}

const actions: PanelActions = {
  reveal: (location) => host.send({ type: "reveal", location }),
  openGraph: (graph) => showGraph([...state.trail, graph]),
  follow: (_graph, value, towards) => follow(value, towards),
};

function show(next: GraphViewModel): void {
  model = next;
  view.setModel(next);
  state.trail = state.trail.filter((graph) => graph < next.graphs.length);
  if (state.trail.length === 0) state.trail = [0];
  if (state.fresh) {
    state.fresh = false;
    state.expanded = onlyFunctions(next);
  }
  search.set(state.query);
  refresh();
  const [x, y, scale] = state.view;
  if (x !== undefined && y !== undefined && scale !== undefined) view.setViewport({ ...view.viewport(), x, y, scale });
  else view.showStart();
  runSearch(state.query, false);
  select(state.selected === "" ? null : view.place(state.selected), false);
  document.body.dataset["ready"] = "true";
}

/** A graph that is one call of a function says nothing by itself: show what is in it. */
function onlyFunctions(next: GraphViewModel): string[] {
  const keys: string[] = [];
  let graph = 0;
  for (let key = "0"; keys.length < 8; ) {
    const nodes = next.graphs[graph]?.nodes ?? [];
    const [only] = nodes;
    if (nodes.length !== 1 || only === undefined || only.callee === null) break;
    key = `${key}/0`;
    keys.push(key);
    graph = only.callee;
  }
  return keys;
}

function showFailure(message: string): void {
  byId("app").replaceChildren(
    h("div", { class: "failure", role: "alert" }, [h("h2", {}, ["The model can't be shown"]), h("p", {}, [message])]),
  );
  document.body.dataset["ready"] = "true";
}

function shownGraph(): number {
  return state.trail[state.trail.length - 1] ?? 0;
}

function refresh(): void {
  if (model === null) return;
  view.setScene(buildScene(model, shownGraph(), new Set(state.expanded), view.measure));
  const { graphs } = model;
  breadcrumb.replaceChildren(
    ...state.trail.map((graph, i) => {
      const name = i === 0 ? graphs[graph]?.name || "graph" : (graphs[graph]?.name ?? "");
      if (i === state.trail.length - 1) return h("span", { "aria-current": "page", title: name }, [name]);
      return on(h("button", { class: "link", title: `Back to ${name}` }, [name]), "click", () =>
        showGraph(state.trail.slice(0, i + 1)),
      );
    }),
  );
  panel.hidden = !state.panel;
  save();
}

function showGraph(trail: number[]): void {
  state.trail = trail;
  refresh();
  view.showStart();
  select(null, false);
  runSearch(state.query, false);
}

function select(placed: Placed | null, reveal: boolean): void {
  state.selected = placed?.box.key ?? "";
  view.select(placed?.box.key ?? null);
  save();
  if (model === null) return;
  if (placed === null) {
    showModel(panel, model, shownGraph());
    return;
  }
  showBox(panel, model, placed.box, actions);
  const { box } = placed;
  announcer.textContent = [box.title, box.subtitle, ...box.lines].filter((t) => t !== "").join(", ");
  if (reveal && box.node?.location != null) actions.reveal(box.node.location);
}

function selectKey(key: string, centre: boolean, reveal: boolean): void {
  view.bringIntoView(key, centre);
  select(view.place(key), reveal);
}

/** `atPointer`: the sign that was clicked stays under the pointer. */
function toggle(placed: Placed, atPointer: boolean): void {
  const { key, expandable } = placed.box;
  if (!expandable) return;
  const inside = (other: string): boolean => other === key || other.startsWith(`${key}/`);
  const collapse = state.expanded.includes(key);
  state.expanded = collapse ? state.expanded.filter((other) => !inside(other)) : [...state.expanded, key];
  const before = view.viewport();
  const offset = { x: placed.x + placed.box.width - before.x, y: placed.y - before.y };
  refresh();
  const after = view.place(key);
  if (after !== null && atPointer) {
    view.setViewport({ ...view.viewport(), x: after.x + after.box.width - offset.x, y: after.y - offset.y });
  } else view.bringIntoView(key, false);
  select(after, false);
}

function expandAll(expand: boolean): void {
  const scene = view.scene();
  if (scene === null) return;
  if (expand) {
    const closed = (boxes: typeof scene.boxes): string[] =>
      boxes.flatMap((b) =>
        b.inner.length > 0 ? b.inner.flatMap((i) => closed(i.scene.boxes)) : b.expandable ? [b.key] : [],
      );
    state.expanded = [...state.expanded, ...closed(scene.boxes)];
  } else state.expanded = [];
  refresh();
  view.showStart();
  select(state.selected === "" ? null : view.place(state.selected), false);
}

function open({ box }: Placed): void {
  const graph = box.node?.callee ?? box.node?.attributes.find((a) => a.graph !== null)?.graph;
  if (graph != null) showGraph([...state.trail, graph]);
}

/** Goes along a value from the selected box. */
function follow(value: number, towards: "producer" | "consumer"): void {
  const placed = view.place(state.selected);
  if (placed === null) return;
  const index = placed.scene.boxes.indexOf(placed.box);
  const wire = placed.scene.wires.find((w) => w.value === value && (towards === "producer" ? w.to : w.from) === index);
  const box = wire === undefined ? undefined : placed.scene.boxes[towards === "producer" ? wire.from : wire.to];
  if (box !== undefined) selectKey(box.key, false, true);
}

function runSearch(query: string, jump: boolean): void {
  if (model === null) return;
  state.query = query;
  save();
  matches = findNodes(model, shownGraph(), query);
  matchAt = -1;
  view.setMatches(new Set(matches.map((m) => m.key)));
  showMatches();
  if (jump && query !== "") announcer.textContent = plural(matches.length, "match").replace("matchs", "matches");
}

function showMatches(): void {
  if (model === null) return;
  const list = searchResults(model, matches, matchAt, (i) => goToMatch(i));
  found.replaceChildren(...(state.query.trim() === "" ? [] : [list]));
}

function stepMatch(step: number): void {
  if (matches.length > 0) goToMatch((matchAt + step + matches.length) % matches.length);
}

function goToMatch(index: number): void {
  const match = matches[index];
  if (match === undefined) return;
  matchAt = index;
  const missing = match.parents.filter((key) => !state.expanded.includes(key));
  if (missing.length > 0) {
    state.expanded = [...state.expanded, ...missing];
    refresh();
  }
  showMatches();
  selectKey(match.key, true, false);
}

function togglePanel(): void {
  state.panel = !state.panel;
  panel.hidden = !state.panel;
  save();
}

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
};

canvas.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const placed = state.selected === "" ? null : view.place(state.selected);
  const direction = ARROWS[event.key];
  if (direction !== undefined) {
    const key = placed === null ? view.scene()?.boxes[0]?.key : neighbour(placed, direction);
    if (key != null) selectKey(key, false, false);
  } else if (event.key === "Enter" && placed?.box.node?.location != null) actions.reveal(placed.box.node.location);
  else if (event.key === " " && placed !== null) toggle(placed, false);
  else if (event.key === "o" && placed?.box.expandable === true) open(placed);
  else if (event.key === "Backspace" && state.trail.length > 1) showGraph(state.trail.slice(0, -1));
  else if (event.key === "Escape") select(null, false);
  else if (event.key === "+" || event.key === "=") view.zoom(1.25);
  else if (event.key === "-") view.zoom(1 / 1.25);
  else if (event.key === "0") view.fitAll();
  else if (event.key === "e") expandAll(true);
  else if (event.key === "c") expandAll(false);
  else if (event.key === "p") togglePanel();
  else return;
  event.preventDefault();
});

window.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "f") {
    event.preventDefault();
    search.focus();
  }
});

host.send({ type: "ready" });
