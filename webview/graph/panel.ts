/** The side panel: everything about the selected box, or about the model when nothing is selected. */

import type { GraphView, GraphViewModel, NodeView } from "../../src/protocol/graph_view.ts";
import type { LocationView } from "../../src/protocol/location.ts";
import { type Child, h, on, plural } from "../dom.ts";
import { formatBytes, locationText } from "../format.ts";
import { constantText } from "./node_text.ts";
import type { Box } from "./scene.ts";

export interface PanelActions {
  reveal(location: LocationView): void;
  /** Shows a function's or attribute's graph on its own. */
  openGraph(graph: number): void;
  /** Selects a box of the same graph that produces or reads the value. */
  follow(graph: number, value: number, towards: "producer" | "consumer"): void;
}

/** Fills `panel` with the properties of `box`. */
export function showBox(panel: HTMLElement, model: GraphViewModel, box: Box, actions: PanelActions): void {
  const view = model.graphs[box.graph];
  if (view === undefined) return;
  if (box.node !== null) fill(panel, nodeSections(model, view, box, box.node, actions));
  else {
    const value = view.values[box.value];
    fill(panel, [
      heading(value?.name ?? "", box.kind),
      section("Value", [row("name", value?.name ?? ""), row("type", value?.type || "unknown")]),
    ]);
  }
}

/** Fills `panel` with the properties of the model and of the graph that is shown. */
export function showModel(panel: HTMLElement, model: GraphViewModel, graph: number): void {
  const view = model.graphs[graph];
  if (view === undefined) return;
  const weights = view.initializers.reduce((sum, i) => sum + i.byteLength, 0);
  const values = (indices: readonly number[]): HTMLElement[] =>
    indices.map((i) => row(view.values[i]?.name ?? "", view.values[i]?.type || "unknown type"));
  fill(panel, [
    heading(view.kind === "main" ? model.title : view.name, view.kind === "main" ? "model" : view.kind),
    section("Graph", [
      row("name", view.name),
      view.domain === "" ? null : row("domain", view.domain),
      view.module === null ? null : row("module", `${view.module.path || "(root)"}: ${view.module.className}`),
      row("nodes", String(view.nodes.length)),
      view.initializers.length === 0
        ? null
        : row("weights", `${plural(view.initializers.length, "tensor")}, ${formatBytes(weights)}`),
    ]),
    section("Inputs", values(view.inputs.filter((i) => !view.initializers.some((init) => init.value === i)))),
    section("Outputs", values(view.outputs)),
    section("Model", [
      row("producer", model.producer || "unknown"),
      row("IR version", String(model.irVersion)),
      ...model.opsets.map(({ domain, version }) => row(`opset ${domain || "ai.onnx"}`, String(version))),
    ]),
    section(
      "Metadata",
      model.metadata.map(({ key, value }) => row(key, value)),
    ),
  ]);
}

function fill(panel: HTMLElement, children: readonly Child[]): void {
  panel.replaceChildren(...children.filter((child) => child !== null));
  panel.scrollTop = 0;
}

function nodeSections(
  model: GraphViewModel,
  view: GraphView,
  box: Box,
  node: NodeView,
  actions: PanelActions,
): Child[] {
  const valueRows = (indices: readonly number[], towards: "producer" | "consumer"): HTMLElement[] =>
    indices.map((index, i) => {
      const value = view.values[index];
      if (value === undefined) return row(String(i), "omitted");
      const constant = view.nodes.find((n) => n.op === "Constant" && n.domain === "" && n.outputs[0] === index);
      const text = [value.type || "unknown type"];
      if (view.initializers.some((init) => init.value === index)) text.push("weight");
      if (constant !== undefined) text.push(`= ${constantText(constant)}`);
      return linkRow(value.name, text.join(", "), `Go to the ${towards}`, () =>
        actions.follow(box.graph, index, towards),
      );
    });
  const callee = node.callee === null ? null : model.graphs[node.callee];
  const innermost = node.modules[node.modules.length - 1];
  return [
    heading(box.title, callee == null ? "operator" : "function"),
    section("Node", [
      row("name", node.name || "(none)"),
      row("operator", node.op),
      row("domain", node.domain || "ai.onnx"),
      callee == null || node.callee === null
        ? null
        : linkRow("function", plural(callee.nodes.length, "node"), "Open the function", () =>
            actions.openGraph(node.callee ?? 0),
          ),
    ]),
    section("Source", [
      node.location === null ? null : locationRow("line", node.location, actions),
      callee?.module == null
        ? null
        : row("calls module", `${callee.module.path || "(root)"}: ${callee.module.className}`),
      innermost === undefined ? null : row("module", `${innermost.path || "(root)"}: ${innermost.className}`),
      node.target === null ? null : row("ATen operator", node.target),
      node.fxNode === null ? null : row("FX node", node.fxNode),
    ]),
    section(
      "Attributes",
      node.attributes.map((a) =>
        a.graph === null
          ? row(a.name, a.text, a.type)
          : linkRow(a.name, a.text, "Open the graph", () => actions.openGraph(a.graph ?? 0)),
      ),
    ),
    section("Inputs", valueRows(node.inputs, "producer")),
    section("Outputs", valueRows(node.outputs, "consumer")),
    section(
      "Call stack",
      node.stack.map((frame) =>
        frame.location === null ? row(frame.name, "") : locationRow(frame.name, frame.location, actions),
      ),
    ),
  ];
}

function heading(text: string, kind: string): HTMLElement {
  return h("header", { class: "panel-heading" }, [h("h2", {}, [text]), h("span", { class: "kind" }, [kind])]);
}

function section(title: string, rows: readonly Child[]): HTMLElement | null {
  const present = rows.filter((r) => r !== null);
  if (present.length === 0) return null;
  return h("section", {}, [h("h3", {}, [title]), h("dl", {}, present)]);
}

function row(name: string, text: string, title = ""): HTMLElement {
  return h("div", { class: "row" }, [h("dt", { title: name }, [name]), h("dd", { title: title || text }, [text])]);
}

function linkRow(name: string, text: string, title: string, onClick: () => void): HTMLElement {
  const link = on(h("button", { class: "link", title }, [text]), "click", onClick);
  return h("div", { class: "row" }, [h("dt", { title: name }, [name]), h("dd", {}, [link])]);
}

function locationRow(name: string, location: LocationView, actions: PanelActions): HTMLElement {
  const row = linkRow(name, locationText(location), `Show ${location.file}:${location.line}`, () =>
    actions.reveal(location),
  );
  row.classList.add("location");
  return row;
}
