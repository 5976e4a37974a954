import { defineConfig } from "vitest/config";

/** Minutes long, and measured against a goal rather than passed: CPython's own tests, model libraries, fuzzing. */
const LONG = ["cpython_suite.test.ts", "libraries.test.ts", "fuzz.test.ts", "api_cases.test.ts"];
const long = process.env["DYNAMO_ONNX_LONG"] === "1";

export default defineConfig({
  root: new URL(".", import.meta.url).pathname,
  test: {
    include: long ? LONG : ["**/*.test.ts"],
    exclude: long ? [] : LONG,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});
