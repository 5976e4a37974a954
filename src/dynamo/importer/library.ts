/** What the importer is told of an installed library: the mechanisms that stand in the way, never a model. */

import type { NativeModule } from "./native_module.ts";

/** A table that definitions of many modules enter themselves into by a decorator. */
export interface Registry {
  /** The module that keeps the table. */
  readonly module: string;
  /** Its functions that look an entry up by its name, the first argument; anything else asks for all entries. */
  readonly lookups: readonly string[];
  /** Its functions that list or count the entries. */
  readonly listings: readonly string[];
  /** The packages whose modules define the entries. */
  readonly packages: readonly string[];
  /** The name of the definition that makes the entry. */
  definition(key: string): string;
}

export interface Library {
  /** The top-level package. */
  readonly name: string;
  /**
   * Its modules may be imported when a name of them is used, and decorated definitions made when asked for: nothing but
   * the `registries` can tell the difference.
   */
  readonly deferred: boolean;
  readonly registries: readonly Registry[];
  /** Modules that stand in for the library's own. */
  readonly modules: readonly NativeModule[];
  /** Python text for single names of its modules, which stands in for what the module itself says of them. */
  readonly definitions?: Readonly<Record<string, string>>;
}
