/** package.json and the rules' page are what the tables say. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { manifest } from "../../extension/contributions.ts";
import { rulesMarkdown } from "../../src/diagnostics/rules_markdown.ts";

const root = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

test("package.json contributes what the table lists (npm run generate writes it)", () => {
  expect(JSON.parse(root("package.json"))).toMatchObject(manifest());
  expect((JSON.parse(root("package.json")) as { contributes: unknown }).contributes).toEqual(manifest()["contributes"]);
});

test("docs/rules.md explains every rule (npm run generate writes it)", () => {
  expect(root("docs/rules.md")).toBe(rulesMarkdown());
});
