/** VS Code's workbench in a browser, for tests that see and touch it. */

import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { type Browser, chromium, type Frame, type Page } from "playwright-core";
import { installServer, startServer } from "../../.tools/vscode_server.mjs";
import { checkoutPath, type Sandbox } from "./workspace.ts";

export interface Workbench {
  readonly page: Page;
  readonly origin: string;
  /** What the server printed. */
  log(): string;
  close(): Promise<void>;
}

export interface WorkbenchOptions {
  /** Extension under development and its test suite; none when the extension is installed. */
  readonly payload?: (origin: string) => readonly (readonly [string, string])[];
  readonly env?: Readonly<Record<string, string>>;
  readonly prepare?: (page: Page) => Promise<void>;
  readonly workspaceTrust?: boolean;
}

const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the server, and a browser with the sandbox's workspace open. */
export async function openWorkbench(sandbox: Sandbox, options: WorkbenchOptions = {}): Promise<Workbench> {
  const installed = installServer((text) => console.log(text));
  if (!("vscode" in installed)) throw new Error(installed.reason);
  const { payload, env = {}, prepare, workspaceTrust = false } = options;
  const server = await startServer(installed, { ...sandbox, workspaceTrust, env });
  let browser: Browser | null = null;
  try {
    const executablePath = process.env["CHROMIUM_EXECUTABLE"];
    if (executablePath === undefined) throw new Error("CHROMIUM_EXECUTABLE must name a Chromium; npm test sets it");
    browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    await prepare?.(page);
    const query = new URLSearchParams({ folder: sandbox.workspace });
    if (payload !== undefined) query.set("payload", JSON.stringify(payload(server.origin)));
    await page.goto(`${server.origin}/?${query.toString().replace(/\+/g, "%20")}`);
    const opened = browser;
    return {
      page,
      origin: server.origin,
      log: server.log,
      close: async () => {
        await opened.close();
        await server.stop();
      },
    };
  } catch (error) {
    await browser?.close();
    await server.stop();
    throw error;
  }
}

/** Runs a command as a person would: F1, its title, Enter. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await pick(page, "F1", `>${title}`, title);
}

/** Opens a file of the workspace by its name through Quick Open. */
export async function openFile(page: Page, name: string): Promise<void> {
  await pick(page, "Control+P", name, name);
  await page.locator(".tab.active", { hasText: name }).first().waitFor();
  await page.locator(".editor-instance .view-lines").first().waitFor();
}

/** Types into the quick input and takes the first entry. An editor that opens meanwhile takes the focus: then again, as a person would. */
async function pick(page: Page, key: string, text: string, entry: string): Promise<void> {
  const input = page.locator(".quick-input-widget input[type=text]");
  const first = page.locator(".quick-input-list .monaco-list-row").first().filter({ hasText: entry });
  for (let attempt = 1; ; attempt++) {
    try {
      await page.keyboard.press(key);
      await input.fill(text, { timeout: 4000 });
      await first.waitFor({ timeout: 6000 });
      await input.press("Enter", { timeout: 2000 });
      await input.waitFor({ state: "hidden", timeout: 4000 });
      return;
    } catch (error) {
      if (attempt === 4) throw error;
      await page.keyboard.press("Escape");
    }
  }
}

/** The frame of the webview whose page has this title and that shows its data. */
export async function viewFrame(page: Page, title: string): Promise<Frame> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    for (const frame of page.frames()) {
      try {
        if ((await frame.title()) === title && (await frame.locator("body[data-ready]").count()) > 0) return frame;
      } catch {
        // The frame was replaced while it was asked.
      }
    }
    await page.waitForTimeout(200);
  }
  const notices = await page.locator(".notification-toast").allInnerTexts();
  throw new Error(`no view with the title ${title} appeared; the window says: ${notices.join(" | ") || "nothing"}`);
}

/** Saves what the window shows to `.screenshots/`. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const path = checkoutPath(".screenshots", `${name}.png`);
  mkdirSync(dirname(path), { recursive: true });
  await page.mouse.move(1000, 993);
  await page.waitForTimeout(700);
  await page.screenshot({ path });
}
