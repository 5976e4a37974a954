/** Finds the folders that a Python interpreter would import from, by looking at files alone: the interpreter is never run. */

import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

export interface EnvironmentQuery {
  /** The interpreter the user selected; null looks for an active or a neighbouring environment. */
  readonly interpreter: string | null;
  /** The folder of the program; a `.venv` or `venv` in it or above it counts. */
  readonly folder: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** Entries for `sys.path` behind the program's own folder: PYTHONPATH, site-packages, then the standard library's sources. */
export function importPath(query: EnvironmentQuery): string[] {
  const own = (query.variables["PYTHONPATH"] ?? "").split(delimiter).filter((entry) => entry !== "");
  const prefix = environmentPrefix(query);
  if (prefix === null) return own.map(normalized);
  const library = libraryFolder(prefix);
  const home = baseInstallation(prefix);
  const standard = home === null ? null : libraryFolder(home);
  const folders = [...own, ...(library === null ? [] : [join(library, "site-packages")])];
  // The installation's own modules stand in for those that are not built in here.
  for (const folder of [standard ?? library]) if (folder !== null) folders.push(folder);
  return folders.filter((folder) => existsSync(folder)).map(normalized);
}

function environmentPrefix({ interpreter, folder, variables }: EnvironmentQuery): string | null {
  if (interpreter !== null && interpreter !== "") return prefixOf(interpreter);
  for (const name of ["VIRTUAL_ENV", "CONDA_PREFIX"]) {
    const active = variables[name];
    if (active !== undefined && existsSync(active)) return active;
  }
  for (let at = folder; ; at = dirname(at)) {
    for (const name of [".venv", "venv"]) if (existsSync(join(at, name, "pyvenv.cfg"))) return join(at, name);
    if (dirname(at) === at) break;
  }
  for (const entry of (variables["PATH"] ?? "").split(delimiter)) {
    for (const name of ["python3", "python", "python.exe"]) {
      const candidate = join(entry, name);
      if (entry !== "" && existsSync(candidate)) {
        const prefix = prefixOf(candidate);
        if (prefix !== null && libraryFolder(prefix) !== null) return prefix;
      }
    }
  }
  return null;
}

/** `<prefix>/bin/python` or, on Windows, `<prefix>/python.exe`; a virtual environment keeps its own prefix. */
function prefixOf(interpreter: string): string | null {
  const beside = dirname(interpreter);
  const prefixes = [dirname(beside), beside];
  const environment = prefixes.find((prefix) => existsSync(join(prefix, "pyvenv.cfg")));
  if (environment !== undefined) return environment;
  try {
    const real = dirname(realpathSync(interpreter));
    return [dirname(real), real].find((prefix) => libraryFolder(prefix) !== null) ?? null;
  } catch {
    return null;
  }
}

/** `lib/python3.x`, the newest one, or Windows' `Lib`. */
function libraryFolder(prefix: string): string | null {
  for (const name of ["lib", "Lib"]) {
    const folder = join(prefix, name);
    if (!existsSync(folder)) continue;
    const versions = readdirSync(folder).filter((entry) => /^python3\.\d+$/.test(entry));
    versions.sort((a, b) => Number(b.slice(8)) - Number(a.slice(8)));
    if (versions[0] !== undefined) return join(folder, versions[0]);
    if (existsSync(join(folder, "site-packages"))) return folder;
  }
  return null;
}

/** The installation that a virtual environment was made from (PEP 405: `home` in pyvenv.cfg is its `bin`). */
function baseInstallation(prefix: string): string | null {
  const file = join(prefix, "pyvenv.cfg");
  if (!existsSync(file)) return prefix;
  const home = /^home\s*=\s*(.+)$/m.exec(readFileSync(file, "utf8"))?.[1]?.trim();
  if (home === undefined) return null;
  return [dirname(home), home].find((folder) => libraryFolder(folder) !== null) ?? null;
}

function normalized(path: string): string {
  return path.replaceAll("\\", "/");
}
