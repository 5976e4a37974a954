// The folder outside the checkout where test tools are kept between runs.
import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** DYNAMO_ONNX_CACHE, else the user's cache folder. */
export function cacheFolder(...parts) {
  const base =
    process.env.DYNAMO_ONNX_CACHE ??
    join(
      process.platform === "win32"
        ? (process.env.LOCALAPPDATA ?? join(homedir(), "AppData", "Local"))
        : process.platform === "darwin"
          ? join(homedir(), "Library", "Caches")
          : (process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache")),
      "dynamo-onnx",
    );
  const folder = join(base, ...parts);
  mkdirSync(folder, { recursive: true });
  return folder;
}
