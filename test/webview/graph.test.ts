/** The graph view in a browser: what is drawn, opened, searched, revealed, with pointer and keyboard, in every theme. */

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { GraphViewModel } from "../../src/protocol/graph_view.ts";
import { graphViewModel } from "../../src/viewmodel/onnx_graph.ts";
import { sampleModel } from "../viewmodel/sample_model.ts";
import { type OpenView, startViewTester, type ViewTester } from "./page.ts";

let tester: ViewTester;
const model = graphViewModel("model.onnx", sampleModel());
const SHOTS = fileURLToPath(new URL("../../.screenshots/", import.meta.url));

beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  tester = await startViewTester();
});
afterAll(() => tester.close());

async function show(shown: GraphViewModel = model, options: Parameters<ViewTester["open"]>[1] = {}): Promise<OpenView> {
  const view = await tester.open("graph", options);
  await view.send({ type: "show", model: shown });
  await view.page.waitForSelector("body[data-ready]");
  return view;
}

const heading = (view: OpenView) => view.page.locator(".panel h2").textContent();

/** The text of one section of the properties, a row a line. */
async function section(view: OpenView, title: string): Promise<string[]> {
  const rows = view.page
    .locator(".panel section", { has: view.page.locator(`h3:text-is("${title}")`) })
    .locator(".row");
  return (await rows.allInnerTexts()).map((text) => text.replace(/\s*\n\s*/g, " = "));
}

test("shows the model's properties, then those of what is selected by keyboard", async () => {
  const view = await show();
  expect(await heading(view)).toBe("model.onnx");
  expect(await section(view, "Inputs")).toEqual(["c = bool[]", "x = f32[batch, 8]"]);
  expect(await section(view, "Graph")).toContain("weights = 4 tensors, 576 B");

  await view.page.locator("canvas").focus();
  await view.page.keyboard.press("ArrowDown"); // the first box
  expect(await heading(view)).toBe("c");
  await view.page.keyboard.press("ArrowDown");
  expect(await heading(view)).toBe("If");
  await find(view, "sigmoid");
  await view.page.locator("canvas").focus();
  await view.page.keyboard.press("ArrowUp");
  await view.page.keyboard.press("ArrowUp");
  expect(await heading(view)).toBe("x");
  await view.page.keyboard.press("ArrowDown");
  expect(await heading(view)).toBe("Linear");
  expect(await section(view, "Source")).toEqual([
    "line = model.py:16",
    "calls module = fc0: torch.nn.modules.linear.Linear",
    "module = fc0: torch.nn.modules.linear.Linear",
    "ATen operator = aten.linear.default",
    "FX node = linear_0",
  ]);
  expect(await section(view, "Inputs")).toEqual([
    "x = f32[batch, 8]",
    "fc0.weight = f32[8, 8], weight",
    "fc0.bias = f32[8], weight",
  ]);
  await view.page.keyboard.press("Enter");
  expect((await view.received()).at(-1)).toMatchObject({
    type: "reveal",
    location: { file: "/home/me/model.py", line: 16 },
  });
  expect(view.errors).toEqual([]);
});

test("a click selects a node and reveals its line; the sign expands it; a double click opens it", async () => {
  const view = await show();
  const box = await find(view, "fc0");
  await view.page.mouse.click(box.x, box.y);
  expect(await heading(view)).toBe("Linear");
  expect((await view.received()).at(-1)).toMatchObject({ type: "reveal", location: { line: 16 } });

  await view.page.locator("canvas").focus();
  await view.page.keyboard.press("Space");
  expect(await saved(view)).toMatchObject({ expanded: ["0/0"] });
  await view.page.keyboard.press("Space");
  await expect.poll(() => saved(view)).toMatchObject({ expanded: [] });

  const again = await find(view, "fc0");
  await view.page.mouse.dblclick(again.x, again.y);
  expect(await view.page.locator(".breadcrumb").textContent()).toContain("torch_nn_modules_linear_Linear_fc0_1");
  expect(await section(view, "Inputs")).toEqual(["x = unknown type", "weight = unknown type", "bias = unknown type"]);
  await view.page.locator(".breadcrumb button").click();
  expect(await heading(view)).toBe("model.onnx");
  expect(view.errors).toEqual([]);
});

test("search lists nodes inside functions and goes to them", async () => {
  const view = await show();
  await view.page.keyboard.press("Control+f");
  await view.page.keyboard.type("matmul");
  expect(await view.page.locator(".result-count").textContent()).toBe("2 found");
  await view.page.keyboard.press("Enter");
  expect(await view.page.locator(".result-count").textContent()).toBe("1 of 2");
  expect(await heading(view)).toBe("MatMul");
  await expect.poll(() => saved(view)).toMatchObject({ expanded: ["0/0"], selected: "0/0/1" });
  await view.page.keyboard.press("Escape");
  expect(await view.page.locator(".result-list").count()).toBe(0);
});

test("a hidden view comes back as it was", async () => {
  const state = {
    trail: [0],
    expanded: ["0/5"],
    selected: "0/5",
    query: "",
    view: [10, 20, 0.8],
    panel: true,
    fresh: false,
  };
  const view = await show(model, { state });
  expect(await heading(view)).toBe("If");
  await view.page.keyboard.press("Tab");
  expect(await saved(view)).toEqual(state);
});

test("a state that does not fit the model is left", async () => {
  const view = await show(model, { state: { trail: [0, 99], expanded: ["7/7"], selected: "9/9", view: "x" } });
  expect(await heading(view)).toBe("model.onnx");
  expect(view.errors).toEqual([]);
});

test("a model that can't be read is one clear message", async () => {
  const view = await tester.open("graph");
  await view.send({ type: "failure", message: "x.onnx: not a valid ONNX file: it is empty" });
  expect(await view.page.locator("[role=alert]").textContent()).toContain("not a valid ONNX file: it is empty");
});

test("messages of other shapes are ignored", async () => {
  const view = await tester.open("graph");
  for (const message of [null, 3, "show", {}, { type: "constructor" }, { type: "unknown" }]) await view.send(message);
  expect(view.errors).toEqual([]);
});

test.each(["dark", "light", "high-contrast"] as const)("draws in the colours of the %s theme", async (theme) => {
  const view = await show(model, { theme, state: { expanded: ["0/0", "0/5"], fresh: false, selected: "0/0" } });
  await view.page.waitForTimeout(100);
  const background = await view.page.evaluate(() => {
    const canvas = document.querySelector("canvas");
    return Array.from(canvas?.getContext("2d")?.getImageData(2, (canvas?.height ?? 0) - 3, 1, 1).data ?? []);
  });
  expect(background.slice(0, 3)).toEqual(
    { dark: [31, 31, 31], light: [255, 255, 255], "high-contrast": [0, 0, 0] }[theme],
  );
  await view.page.screenshot({ path: `${SHOTS}view-graph-${theme}.png` });
  expect(view.errors).toEqual([]);
});

test("15,000 nodes are laid out and drawn at once, and scroll without a stutter", async () => {
  const view = await tester.open("graph");
  const timing = await view.page.evaluate(async (count) => {
    const values = [{ name: "x", type: "f32[4]" }];
    const nodes = Array.from({ length: count }, (_, i) => {
      values.push({ name: `v${i}`, type: "f32[4]" });
      return {
        ...{
          name: `n${i}`,
          op: i % 3 === 0 ? "MatMul" : "Relu",
          domain: "",
          outputs: [i + 1],
          captures: [],
          attributes: [],
          callee: null,
        },
        ...{ location: null, stack: [], modules: [], fxNode: null, target: null },
        inputs: i % 10 === 9 ? [i, i - 8, 0] : [i],
      };
    });
    const graph = {
      name: "chain",
      domain: "",
      kind: "main",
      values,
      inputs: [0],
      outputs: [count],
      initializers: [],
      nodes,
      module: null,
    };
    const shown = { title: "chain", producer: "", irVersion: 8, opsets: [], metadata: [], graphs: [graph] };
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const start = performance.now();
    window.dispatchEvent(new MessageEvent("message", { data: { type: "show", model: shown } }));
    await frame();
    await frame();
    const open = performance.now() - start;
    const canvas = document.querySelector("canvas");
    const scrollStart = performance.now();
    for (let i = 0; i < 30; i++) {
      canvas?.dispatchEvent(new WheelEvent("wheel", { deltaY: 2000, cancelable: true }));
      await frame();
    }
    return { open, scroll: (performance.now() - scrollStart) / 30 };
  }, 15_000);
  expect(timing.open).toBeLessThan(3000);
  expect(timing.scroll).toBeLessThan(100);
  expect(view.errors).toEqual([]);
});

async function saved(view: OpenView): Promise<unknown> {
  await view.page.waitForTimeout(250);
  return view.page.evaluate(() => (window as unknown as { savedState(): unknown }).savedState());
}

/** A point of the box of a module, found by search; the search is taken away again. */
async function find(view: OpenView, query: string): Promise<{ x: number; y: number }> {
  await view.page.keyboard.press("Control+f");
  await view.page.keyboard.type(query);
  await view.page.keyboard.press("Enter");
  await view.page.keyboard.press("Escape");
  const box = await view.page.locator("canvas").boundingBox();
  if (box === null) throw new Error("the canvas is not shown");
  // A match is brought to the middle.
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 - 10 };
}
