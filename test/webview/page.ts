/** Opens a view of the built extension in Chromium, as the editor's webview would, and talks to it in the host's place. */

import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { webviewHtml } from "../../extension/webviews/html.ts";
import { THEMES, type ThemeName } from "./themes.ts";

const DIST = fileURLToPath(new URL("../../dist/webview/", import.meta.url));
const NONCE = "0123456789abcdef";
const TYPES: Readonly<Record<string, string>> = { js: "text/javascript", css: "text/css" };

export type ViewName = "graph" | "sarif" | "coverage";

export interface OpenView {
  readonly page: Page;
  /** Posts a message as the host. */
  send(message: unknown): Promise<void>;
  /** What the view posted to the host so far. */
  received(): Promise<Record<string, unknown>[]>;
  /** What the page complained about: script errors and policy violations. */
  readonly errors: readonly string[];
  setTheme(theme: ThemeName): Promise<void>;
}

export interface ViewTester {
  open(
    view: ViewName,
    options?: { theme?: ThemeName; width?: number; height?: number; state?: unknown },
  ): Promise<OpenView>;
  close(): Promise<void>;
}

/** Starts the browser; CHROMIUM_EXECUTABLE names it. */
export async function startViewTester(): Promise<ViewTester> {
  const executablePath = process.env["CHROMIUM_EXECUTABLE"];
  if (executablePath === undefined) throw new Error("CHROMIUM_EXECUTABLE must name a Chromium; npm test sets it");
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
  const server = await serve();
  return {
    open: (view, options = {}) => open(browser, server, view, options),
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

async function open(
  browser: Browser,
  server: Server,
  view: ViewName,
  {
    theme = "dark",
    width = 1100,
    height = 760,
    state = null,
  }: { theme?: ThemeName; width?: number; height?: number; state?: unknown },
): Promise<OpenView> {
  const page = await browser.newPage({ viewport: { width, height } });
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  await page.addInitScript((initial) => {
    let saved: unknown = initial;
    const posted: unknown[] = [];
    Object.assign(window, {
      posted,
      savedState: () => saved,
      acquireVsCodeApi: () => ({
        postMessage: (message: unknown) => posted.push(message),
        getState: () => saved,
        setState: (next: unknown) => {
          saved = next;
        },
      }),
    });
  }, state);
  const setTheme = (name: ThemeName): Promise<void> =>
    page.evaluate(({ bodyClass, variables }) => {
      const { style } = document.documentElement;
      for (const property of [...style]) style.removeProperty(property);
      for (const [key, value] of Object.entries(variables)) style.setProperty(`--vscode-${key}`, value);
      document.body.className = bodyClass;
    }, THEMES[name]);
  const { port } = server.address() as AddressInfo;
  await page.goto(`http://127.0.0.1:${port}/${view}.html`);
  await setTheme(theme);
  return {
    page,
    errors,
    setTheme,
    send: (message) => page.evaluate((m) => window.postMessage(m, "*"), message),
    received: () => page.evaluate(() => (window as unknown as { posted: Record<string, unknown>[] }).posted),
  };
}

async function serve(): Promise<Server> {
  const server = createServer((request, response) => {
    const name = (request.url ?? "/").slice(1);
    const { port } = server.address() as AddressInfo;
    const source = `http://127.0.0.1:${port}`;
    if (name.endsWith(".html")) {
      const view = name.slice(0, -".html".length);
      response.setHeader("content-type", "text/html");
      response.end(
        webviewHtml({
          title: view,
          scriptUri: `${source}/${view}.js`,
          styleUri: `${source}/${view}.css`,
          cspSource: source,
          nonce: NONCE,
        }),
      );
      return;
    }
    if (name === "favicon.ico") {
      response.statusCode = 204;
      response.end();
      return;
    }
    const type = TYPES[name.slice(name.lastIndexOf(".") + 1)];
    if (type === undefined || !/^[a-z]+\.(js|css)$/.test(name)) {
      response.statusCode = 404;
      response.end();
      return;
    }
    response.setHeader("content-type", type);
    response.end(readFileSync(DIST + name));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}
