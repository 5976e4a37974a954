/** What is drawn: boxes and wires with their places, built from the model and from what is expanded. */

import type { GraphView, GraphViewModel, NodeView } from "../../src/protocol/graph_view.ts";
import { type Layout, layoutGraph } from "./layout/layout.ts";
import { nodeLines, nodeTitle } from "./node_text.ts";
import { type Category, categoryOf } from "./op_category.ts";

export interface Inner {
  /** Name of the attribute that holds the graph; "" for a function's body. */
  readonly label: string;
  readonly scene: Scene;
  /** Place of the scene's corner, relative to the box's corner. */
  readonly dx: number;
  readonly dy: number;
}

export interface Box {
  /** Path from the shown graph's root: stable while the model is. */
  readonly key: string;
  readonly kind: "input" | "output" | "captured" | "node";
  readonly node: NodeView | null;
  /** The graph that the box belongs to, and the value that an input or output box stands for. */
  readonly graph: number;
  readonly value: number;
  readonly title: string;
  readonly subtitle: string;
  readonly lines: readonly string[];
  readonly category: Category;
  readonly expandable: boolean;
  readonly inner: readonly Inner[];
  x: number;
  y: number;
  readonly width: number;
  readonly height: number;
}

export interface Wire {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  /** The target's inner graphs use the value; the node itself does not. */
  readonly captured: boolean;
  /** Where the route leaves what a longer wire of the same value draws already. */
  readonly start: number;
  /** Null: a stub below the source and one above the target. */
  readonly route: Float64Array | null;
}

export interface Scene {
  readonly graph: number;
  readonly boxes: readonly Box[];
  readonly wires: readonly Wire[];
  readonly width: number;
  readonly height: number;
  readonly rankTop: Float64Array;
  readonly rankBottom: Float64Array;
  /** Boxes of each rank from left to right, and the wires that touch or pass it. */
  readonly rankBoxes: readonly (readonly number[])[];
  readonly rankWires: readonly (readonly number[])[];
}

/** Width of a text in the title's or the lines' font. */
export type Measure = (text: string, font: "title" | "line") => number;

export const HEADER = 26;
export const LINE = 16;
export const PADDING = 10;
export const TOGGLE = 14;
const INNER_PADDING = 16;
const INNER_LABEL = 18;
const PILL = 24;

type Draft = Omit<Box, "x" | "y">;

/**
 * Lays out one graph of the model, and inside it what `expanded` names. `bound`: inputs of a function that its call binds
 * to weights or constants; they are shown inside the boxes, as weights are.
 */
export function buildScene(
  model: GraphViewModel,
  graph: number,
  expanded: ReadonlySet<string>,
  measure: Measure,
  prefix = `${graph}`,
  bound: readonly number[] = [],
): Scene {
  const view = model.graphs[graph];
  if (view === undefined) throw new Error(`the model has no graph ${graph}`);
  const folded = foldedConstants(view);
  const initializers = new Set([...view.initializers.map((i) => i.value), ...bound]);
  const drafts: Draft[] = [];
  const producer = new Map<number, number>();
  const pill = (kind: "input" | "output" | "captured", value: number, key: string): number => {
    const { name = "", type = "" } = view.values[value] ?? {};
    const width = measure(name, "title") + (type === "" ? 0 : measure(type, "line") + 8) + PADDING * 2;
    const common = { key: `${prefix}/${key}`, kind, node: null, graph, value, title: name, subtitle: type, lines: [] };
    drafts.push({ ...common, category: "other", expandable: false, inner: [], width, height: PILL });
    return drafts.length - 1;
  };
  view.inputs.forEach((value, i) => {
    if (!initializers.has(value)) producer.set(value, pill("input", value, `i${i}`));
  });
  view.nodes.forEach((node, i) => {
    if (node.outputs.some((value) => folded.has(value))) return;
    drafts.push(nodeBox(model, view, graph, node, `${prefix}/${i}`, folded, initializers, expanded, measure));
    for (const value of node.outputs) if (value >= 0) producer.set(value, drafts.length - 1);
  });
  const from: number[] = [];
  const to: number[] = [];
  const values: number[] = [];
  const captured: boolean[] = [];
  const nodeDrafts = drafts.length;
  for (let target = 0; target < nodeDrafts; target++) {
    const seen = new Set<number>();
    const node = drafts[target]?.node;
    for (const value of [...(node?.inputs ?? []), ...(node?.captures ?? [])]) {
      if (value < 0 || seen.has(value) || initializers.has(value) || folded.has(value)) continue;
      seen.add(value);
      let source = producer.get(value);
      if (source === undefined) {
        source = pill("captured", value, `c${value}`);
        producer.set(value, source);
      }
      from.push(source);
      to.push(target);
      values.push(value);
      captured.push(node?.inputs.includes(value) === false);
    }
  }
  view.outputs.forEach((value, i) => {
    const target = pill("output", value, `o${i}`);
    const source = producer.get(value);
    if (source === undefined) return;
    from.push(source);
    to.push(target);
    values.push(value);
    captured.push(false);
  });
  const layout = layoutGraph({
    widths: drafts.map((d) => d.width),
    heights: drafts.map((d) => d.height),
    from,
    to,
    lane: values,
  });
  return assemble(graph, drafts, layout, { from, to, values, captured });
}

interface Edges {
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly values: readonly number[];
  readonly captured: readonly boolean[];
}

function assemble(graph: number, drafts: readonly Draft[], layout: Layout, edges: Edges): Scene {
  const { from, to, values, captured } = edges;
  const boxes: Box[] = drafts.map((draft, i) => ({
    ...draft,
    x: (layout.x[i] ?? 0) - draft.width / 2,
    y: layout.y[i] ?? 0,
  }));
  const rankBoxes: number[][] = Array.from(layout.rankTop, () => []);
  const rankWires: number[][] = Array.from(layout.rankTop, () => []);
  boxes.forEach((_, i) => {
    rankBoxes[layout.rank[i] ?? 0]?.push(i);
  });
  for (const row of rankBoxes) row.sort((a, b) => (boxes[a]?.x ?? 0) - (boxes[b]?.x ?? 0));
  const wires = layout.routes.map((route, e): Wire => {
    const a = layout.rank[from[e] ?? 0] ?? 0;
    const b = layout.rank[to[e] ?? 0] ?? 0;
    if (route === null) {
      rankWires[a]?.push(e);
      if (b !== a) rankWires[b]?.push(e);
    } else {
      for (let r = a; r <= b; r++) rankWires[r]?.push(e);
    }
    return {
      from: from[e] ?? 0,
      to: to[e] ?? 0,
      value: values[e] ?? 0,
      captured: captured[e] ?? false,
      start: layout.starts[e] ?? 0,
      route,
    };
  });
  const { width, height, rankTop, rankBottom } = layout;
  return { graph, boxes, wires, width, height, rankTop, rankBottom, rankBoxes, rankWires };
}

function nodeBox(
  model: GraphViewModel,
  view: GraphView,
  graph: number,
  node: NodeView,
  key: string,
  folded: ReadonlyMap<number, NodeView>,
  initializers: ReadonlySet<number>,
  expanded: ReadonlySet<string>,
  measure: Measure,
): Draft {
  const { title, subtitle } = nodeTitle(model, node);
  const bodies = innerGraphs(node);
  const expandable = bodies.length > 0;
  const badge = node.callee === null ? 0 : 20;
  const header =
    measure(title, "title") +
    (subtitle === "" ? 0 : measure(subtitle, "line") + 8) +
    badge +
    (expandable ? TOGGLE + 10 : 0);
  const inner: Inner[] = [];
  let lines: readonly string[] = [];
  let width = Math.max(64, header + PADDING * 2);
  let height = HEADER;
  if (expandable && expanded.has(key)) {
    let dx = INNER_PADDING;
    const labelled = bodies.some((b) => b.label !== "");
    const dy = HEADER + INNER_PADDING + (labelled ? INNER_LABEL : 0);
    const isFixed = (value: number): boolean => initializers.has(value) || folded.has(value);
    for (const body of bodies) {
      const formals = node.callee === null ? [] : (model.graphs[node.callee]?.inputs ?? []);
      const bound = formals.filter((_, i) => isFixed(node.inputs[i] ?? -1));
      const scene = buildScene(model, body.graph, expanded, measure, labelled ? `${key}/${body.label}` : key, bound);
      inner.push({ label: body.label, scene, dx, dy });
      dx += scene.width + INNER_PADDING;
      height = Math.max(height, dy + scene.height + INNER_PADDING);
    }
    const free = width - dx;
    if (free > 0 && inner.length === 1) inner[0] = { ...(inner[0] as Inner), dx: INNER_PADDING + free / 2 };
    width = Math.max(width, dx);
  } else {
    lines = nodeLines(view, node, folded, initializers);
    for (const line of lines) width = Math.max(width, measure(line, "line") + PADDING * 2);
    height += lines.length === 0 ? 0 : lines.length * LINE + 6;
  }
  const category = categoryOf(node.op, node.callee !== null);
  return {
    key,
    kind: "node",
    node,
    graph,
    value: -1,
    title,
    subtitle,
    lines,
    category,
    expandable,
    inner,
    width,
    height,
  };
}

/** The graphs that a node holds: its function's body, or those in its attributes. */
export function innerGraphs(node: NodeView): { label: string; graph: number }[] {
  if (node.callee !== null) return [{ label: "", graph: node.callee }];
  return node.attributes.flatMap((a) => (a.graph === null ? [] : [{ label: a.name, graph: a.graph }]));
}

/** Constants that only nodes read are shown inside the nodes that read them. */
function foldedConstants(view: GraphView): Map<number, NodeView> {
  const outputs = new Set(view.outputs);
  const folded = new Map<number, NodeView>();
  for (const node of view.nodes) {
    const [value = -1] = node.outputs;
    if (node.op === "Constant" && node.domain === "" && value >= 0 && !outputs.has(value)) folded.set(value, node);
  }
  return folded;
}
