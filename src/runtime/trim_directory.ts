/** Keeps a cache directory below a size. */

import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * When the files whose names contain `mark` have more than `limit` bytes together, removes those that were written longest
 * ago, until a quarter of the limit is free. Another process may be at the same files, and what can't be removed stays.
 */
export function trimDirectory(directory: string, mark: string, limit: number): void {
  const files = filesIn(directory, mark);
  let total = files.reduce((sum, { size }) => sum + size, 0);
  if (total <= limit) return;
  files.sort((a, b) => a.time - b.time);
  for (const { path, size } of files) {
    if (total <= limit * 0.75) break;
    try {
      rmSync(path, { force: true });
    } catch {
      return;
    }
    total -= size;
  }
}

interface KeptFile {
  readonly path: string;
  readonly size: number;
  readonly time: number;
}

function filesIn(directory: string, mark: string): KeptFile[] {
  const files: KeptFile[] = [];
  try {
    for (const name of readdirSync(directory)) {
      if (!name.includes(mark)) continue;
      const path = join(directory, name);
      const info = statSync(path, { throwIfNoEntry: false });
      if (info !== undefined) files.push({ path, size: info.size, time: info.mtimeMs });
    }
  } catch {
    // Nothing can be looked at, so nothing was written either.
  }
  return files;
}
