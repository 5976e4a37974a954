import type { OpEntry } from "./define.ts";
export const FAMILIES: Readonly<Record<string, readonly OpEntry[]>> = {};
