/** Files and regions of a SARIF log: one entry a file, relative to the root where it lies below (SARIF §3.4, §3.24, §3.30). */

import type { Artifact, PhysicalLocation, Region } from "sarif";
import type { Span } from "./span.ts";

export function physicalLocation(span: Span, artifacts: ArtifactTable): PhysicalLocation {
  return { artifactLocation: artifacts.location(span.file), region: region(span) };
}

export function region(span: Span): Region {
  return { startLine: span.line, startColumn: span.column, endLine: span.endLine, endColumn: span.endColumn };
}

/** Gives every file one entry in `run.artifacts` and an artifactLocation that refers to it. */
export class ArtifactTable {
  readonly list: Artifact[] = [];
  private readonly indices = new Map<string, number>();
  private readonly root: string;

  constructor(root: string) {
    this.root = root.endsWith("/") ? root : `${root}/`;
  }

  location(file: string): NonNullable<Artifact["location"]> {
    const known = this.indices.get(file);
    const base = file.startsWith(this.root)
      ? { uri: encodePath(file.slice(this.root.length)), uriBaseId: "SRCROOT" }
      : { uri: fileUri(file) };
    if (known !== undefined) return { ...base, index: known };
    const index = this.list.length;
    this.indices.set(file, index);
    this.list.push({ location: base, sourceLanguage: "python" });
    return { ...base, index };
  }
}

function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

/** `file:///home/me/a.py`; a Windows drive becomes `file:///c:/…`. */
export function fileUri(path: string): string {
  const encoded = encodePath(path).replace(/^([A-Za-z])%3A/, "$1:");
  return encoded.startsWith("/") ? `file://${encoded}` : `file:///${encoded}`;
}

export function directoryUri(path: string): string {
  return fileUri(path.endsWith("/") ? path : `${path}/`);
}
