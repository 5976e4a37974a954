/** The operator coverage view in a browser: counts, filters, search, a long table. */

import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CoverageViewModel, OpRowView } from "../../src/protocol/coverage_view.ts";
import { type OpenView, startViewTester, type ViewTester } from "./page.ts";

let tester: ViewTester;
const SHOTS = fileURLToPath(new URL("../../.screenshots/", import.meta.url));

beforeAll(async () => {
  tester = await startViewTester();
});
afterAll(() => tester.close());

const row = (name: string, status: OpRowView["status"], more: Partial<OpRowView> = {}): OpRowView => ({
  name: `aten.${name}`,
  status,
  core: false,
  family: "pointwise",
  peer: true,
  schema: `${name}(Tensor self) -> Tensor`,
  notes: "",
  ...more,
});

const MODEL: CoverageViewModel = {
  rows: [
    row("add.Tensor", "direct", { core: true }),
    row("addmm.default", "direct", { family: "linear", core: true, notes: "complex beta" }),
    row("addcmul.default", "decomposed"),
    row("linalg_svd.default", "missing", { family: "linear" }),
    ...Array.from({ length: 1000 }, (_, i) => row(`op${i}.default`, "direct")),
  ],
};

async function show(options: Parameters<ViewTester["open"]>[1] = {}): Promise<OpenView> {
  const view = await tester.open("coverage", options);
  await view.send({ type: "show", model: MODEL });
  await view.page.waitForSelector("body[data-ready]");
  return view;
}

const names = async (view: OpenView): Promise<string[]> =>
  (await view.page.locator("tbody td.name").allInnerTexts()).map((t) => t.split(/\s/)[0] ?? "");

test("counts each status; a count is a filter", async () => {
  const view = await show();
  expect(await view.page.locator(".count-number").allTextContents()).toEqual(["1002", "1", "1"]);
  await view.page.locator(".count", { hasText: "decomposed" }).click();
  expect(await names(view)).toEqual(["aten.addcmul.default"]);
  expect(await view.page.locator("[role=status]").textContent()).toBe("1 of 1004 operators");
  await view.page.locator(".count", { hasText: "decomposed" }).click();
  expect(await view.page.locator("[role=status]").textContent()).toBe("1004 of 1004 operators");
  expect(view.errors).toEqual([]);
});

test("search looks at names, schemas and notes", async () => {
  const view = await show();
  await view.page.locator(".search").click();
  await view.page.keyboard.type("complex");
  expect(await names(view)).toEqual(["aten.addmm.default"]);
});

test("core operators only, of one family", async () => {
  const view = await show();
  await view.page.locator("vscode-checkbox").click();
  expect(await names(view)).toEqual(["aten.add.Tensor", "aten.addmm.default"]);
  await view.page.locator("vscode-dropdown").nth(1).click();
  await view.page.locator("vscode-option", { hasText: "linear" }).click();
  expect(await names(view)).toEqual(["aten.addmm.default"]);
});

test("rows are added as the table is scrolled", async () => {
  const view = await show();
  expect(await view.page.locator("tbody tr").count()).toBe(200);
  await view.page.locator(".table").evaluate((table) => table.scrollTo(0, table.scrollHeight));
  await expect.poll(() => view.page.locator("tbody tr").count()).toBe(400);
});

test.each(["dark", "light", "high-contrast"] as const)("looks right in the %s theme", async (theme) => {
  const view = await show({ theme });
  await view.page.screenshot({ path: `${SHOTS}view-coverage-${theme}.png` });
  expect(view.errors).toEqual([]);
});
