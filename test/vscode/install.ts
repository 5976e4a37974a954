/** A sandbox with the packaged extension installed, as a person installs it. */

import { makePackage, type Packaged } from "../../.tools/package.mjs";
import { installExtension, installServer } from "../../.tools/vscode_server.mjs";
import { checkoutPath, makeSandbox, type Sandbox } from "./workspace.ts";

export async function installPackage(): Promise<{ sandbox: Sandbox; packaged: Packaged }> {
  const sandbox = makeSandbox();
  const packaged = await makePackage({ out: checkoutPath(".tsbuild", "packaged.vsix") });
  const installed = installServer((text) => console.log(text));
  if (!("vscode" in installed)) throw new Error(installed.reason);
  installExtension(installed, packaged.vsix, sandbox.extensionsDir, sandbox.dataDir);
  return { sandbox, packaged };
}
