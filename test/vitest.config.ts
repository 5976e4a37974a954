import { defineConfig } from "vitest/config";

export default defineConfig({
  root: new URL(".", import.meta.url).pathname,
  test: { include: ["**/*.test.ts"], exclude: ["vscode/**", "webview/**", "oracle/**"], testTimeout: 60_000 },
});
