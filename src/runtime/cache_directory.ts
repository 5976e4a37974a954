/** The directory where the command line keeps compiled code from run to run. */

import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Null when nothing is to be kept. `NODE_DISABLE_COMPILE_CACHE=1` switches keeping off and `NODE_COMPILE_CACHE=DIR` moves
 * the directory, as with Node's own cache.
 */
export function cacheDirectory(): string | null {
  const { env, platform } = process;
  if (env["NODE_DISABLE_COMPILE_CACHE"] !== undefined && env["NODE_DISABLE_COMPILE_CACHE"] !== "") return null;
  const chosen = env["NODE_COMPILE_CACHE"];
  if (chosen !== undefined && chosen !== "") return join(chosen, "dynamo-onnx");
  const home = homedir();
  if (home === "") return null;
  if (platform === "darwin") return join(home, "Library/Caches/dynamo-onnx");
  if (platform === "win32") return join(env["LOCALAPPDATA"] ?? join(home, "AppData/Local"), "dynamo-onnx", "Cache");
  const xdg = env["XDG_CACHE_HOME"];
  return join(xdg?.startsWith("/") ? xdg : join(home, ".cache"), "dynamo-onnx");
}

/** Where exports keep what they compiled of Python libraries. */
export function codeDirectory(): string | null {
  const directory = cacheDirectory();
  return directory === null ? null : join(directory, "python");
}
