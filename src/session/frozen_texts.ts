/** The modules that are written in Python, for the build, which compiles them. */

import { createHash } from "node:crypto";
import { LIBRARIES } from "../libraries/index.ts";
import { type FrozenText, writeFrozen } from "../python/stored/frozen.ts";
import { nativeModules } from "./evaluation.ts";

function frozenTexts(): FrozenText[] {
  const modules = [...nativeModules(), ...LIBRARIES.flatMap((library) => library.modules)];
  return modules.flatMap(({ source }) => (source === undefined ? [] : [source]));
}

/** The front end's sum, given that of its sources, and the compiled modules behind it. */
export function frozenFile(sources: string): { readonly sum: string; readonly bytes: Uint8Array } {
  const texts = frozenTexts();
  const sum = createHash("sha256").update(sources);
  for (const { file, text } of texts) sum.update(`\n${file}\n${text}`);
  const hex = sum.digest("hex");
  return { sum: hex, bytes: Buffer.concat([Buffer.from(hex, "latin1"), writeFrozen(texts)]) };
}
