/** Artifact locations of a SARIF run to files: by index, through bases, from URIs to paths (§3.4, §3.14.14). */

import { isRecord, type Json, numberAt, recordAt, stringAt } from "./json.ts";

const MAX_BASES = 16;

/** A path, absolute where the log tells it; other URIs stay as they are; null when the location names no file. */
export function resolveUri(location: Json, artifacts: readonly unknown[], bases: Json): string | null {
  const uri = stringAt(location, "uri");
  if (uri === undefined) {
    const artifact = artifacts[numberAt(location, "index") ?? -1];
    if (!isRecord(artifact)) return null;
    const inner = recordAt(artifact, "location");
    return stringAt(inner, "uri") === undefined ? null : resolveUri(inner, [], bases);
  }
  let resolved = uri;
  let baseId = stringAt(location, "uriBaseId");
  for (let i = 0; i < MAX_BASES && baseId !== undefined && !isAbsolute(resolved); i++) {
    const base = recordAt(bases, baseId);
    const baseUri = stringAt(base, "uri");
    if (baseUri !== undefined) resolved = baseUri.endsWith("/") ? baseUri + resolved : `${baseUri}/${resolved}`;
    baseId = stringAt(base, "uriBaseId");
  }
  return toPath(resolved);
}

function isAbsolute(uri: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(uri) || uri.startsWith("/");
}

/** `file:///a/b%20c.py` is `/a/b c.py`; `file:///C:/a` is `C:/a`. */
function toPath(uri: string): string {
  const file = /^file:\/\/(?:localhost)?(\/.*)$/i.exec(uri);
  const path = file?.[1] ?? (isAbsolute(uri) && !uri.startsWith("/") ? null : uri);
  if (path === null) return uri;
  const decoded = decode(path);
  return /^\/[a-z]:/i.test(decoded) ? decoded.slice(1) : decoded;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
