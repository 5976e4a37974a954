/** The SARIF view in a browser: groups, levels, search, details, opening places; logs are untrusted. */

import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sarifViewModel } from "../../src/viewmodel/sarif_log.ts";
import { type OpenView, startViewTester, type ViewTester } from "./page.ts";

let tester: ViewTester;
const SHOTS = fileURLToPath(new URL("../../.screenshots/", import.meta.url));

beforeAll(async () => {
  tester = await startViewTester();
});
afterAll(() => tester.close());

const at = (uri: string, startLine: number) => ({
  physicalLocation: { artifactLocation: { uri }, region: { startLine, startColumn: 5 } },
});

const LOG = {
  version: "2.1.0",
  runs: [
    {
      tool: {
        driver: {
          name: "dynamo-onnx",
          rules: [
            {
              id: "DYN2001",
              name: "data-dependent",
              shortDescription: { text: "Control flow depends on a tensor's data." },
              help: {
                markdown:
                  "Use `torch.where`, see [the guide](https://example.org/guide) or [this](command:evil) <img src=x onerror=alert(1)>.",
              },
            },
          ],
        },
      },
      results: [
        {
          ruleId: "DYN2001",
          level: "error",
          message: { text: "if x.sum() > 0: the condition is known only at run time" },
          locations: [at("model.py", 12)],
          stacks: [
            {
              frames: [
                { location: { ...at("model.py", 12), logicalLocations: [{ name: "forward" }] } },
                { location: { ...at("main.py", 40), logicalLocations: [{ name: "<module>" }] } },
              ],
            },
          ],
        },
        {
          ruleId: "FXE0016",
          level: "warning",
          message: { text: "another overload is used" },
          locations: [at("main.py", 3)],
        },
        ...Array.from({ length: 250 }, (_, i) => ({
          ruleId: "FXE0008",
          level: "none",
          message: { text: `node ${i}` },
          locations: [at("model.py", i + 1)],
        })),
      ],
    },
  ],
};

async function show(log: object = LOG, options: Parameters<ViewTester["open"]>[1] = {}): Promise<OpenView> {
  const view = await tester.open("sarif", options);
  await view.send({ type: "show", model: sarifViewModel("log.sarif", JSON.stringify(log)) });
  await view.page.waitForSelector("body[data-ready]");
  return view;
}

const rows = (view: OpenView) => view.page.locator(".result .result-text").allTextContents();
const groups = (view: OpenView) => view.page.locator(".group-title").allTextContents();

test("errors and warnings first, the informational ones folded away until asked for", async () => {
  const view = await show();
  expect(await rows(view)).toEqual([
    "if x.sum() > 0: the condition is known only at run time",
    "another overload is used",
  ]);
  expect(await view.page.locator(".filter").allTextContents()).toEqual(["1 error", "1 warning", "250 info"]);
  await view.page.locator(".filter", { hasText: "info" }).click();
  expect(await groups(view)).toEqual(["DYN2001", "FXE0016", "FXE0008"]);
  expect(await view.page.locator(".result").count()).toBe(102);
  await view.page.locator(".more").click();
  expect(await view.page.locator(".result").count()).toBe(202);
  expect(view.errors).toEqual([]);
});

test("groups by file; a closed group hides its results", async () => {
  const view = await show();
  await view.page.locator("vscode-dropdown").click();
  await view.page.locator("vscode-option", { hasText: "By file" }).click();
  expect(await groups(view)).toEqual(["model.py", "main.py"]);
  await view.page.locator(".group").first().click();
  expect(await rows(view)).toEqual(["another overload is used"]);
});

test("search narrows the list", async () => {
  const view = await show();
  await view.page.keyboard.press("Control+f");
  await view.page.keyboard.type("overload main.py");
  expect(await rows(view)).toEqual(["another overload is used"]);
  await view.page.keyboard.type(" nothing");
  expect(await view.page.locator(".empty").textContent()).toBe("No result matches the search and the levels chosen.");
});

test("the details lead to every place; rule help shows no more than text, code and web links", async () => {
  const view = await show();
  await view.page.locator(".result").first().click();
  expect((await view.received()).at(-1)).toEqual({
    type: "reveal",
    location: { file: "model.py", line: 12, column: 5, endLine: 12, endColumn: 5 },
  });
  await view.page.locator(".details .plain .link").nth(1).click();
  expect((await view.received()).at(-1)).toMatchObject({ type: "reveal", location: { file: "main.py", line: 40 } });
  expect(await view.page.locator(".details img").count()).toBe(0);
  expect(await view.page.locator(".details code").textContent()).toBe("torch.where");
  expect(await view.page.locator(".details").textContent()).toContain(
    "[this](command:evil) <img src=x onerror=alert(1)>",
  );
  await view.page.locator(".details .link", { hasText: "the guide" }).click();
  expect((await view.received()).at(-1)).toEqual({ type: "openLink", url: "https://example.org/guide" });
  expect(view.errors).toEqual([]);
});

test("arrow keys walk through the results", async () => {
  const view = await show();
  await view.page.locator(".result").first().focus();
  await view.page.keyboard.press("ArrowDown");
  expect(await view.page.locator(".details .message").textContent()).toBe("another overload is used");
  await view.page.keyboard.press("Enter");
  expect((await view.received()).at(-1)).toMatchObject({ type: "reveal", location: { file: "main.py", line: 3 } });
});

test("an empty log says so", async () => {
  const view = await show({ version: "2.1.0", runs: [{ tool: { driver: { name: "torch.onnx" } }, results: [] }] });
  expect(await view.page.locator(".empty").textContent()).toBe("The log has no results: torch.onnx reported nothing.");
});

test.each(["dark", "light", "high-contrast"] as const)("looks right in the %s theme", async (theme) => {
  const view = await show(LOG, { theme });
  await view.page.screenshot({ path: `${SHOTS}view-sarif-${theme}.png` });
  expect(view.errors).toEqual([]);
});
