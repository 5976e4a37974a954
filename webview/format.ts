/** Short texts for places and sizes. */

import type { LocationView } from "../src/protocol/location.ts";

/** `model.py:12`; the directory is left out. */
export function locationText(location: LocationView): string {
  return `${fileName(location.file)}:${location.line}`;
}

export function fileName(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  return /^[a-z]+:/i.test(path) && path.includes("%") ? decodeOr(name) : name;
}

function decodeOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${size < 10 && unit > 0 ? size.toFixed(1) : Math.round(size)} ${units[unit] ?? ""}`;
}
