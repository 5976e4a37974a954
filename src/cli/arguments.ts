/** Reads options with node:util's parser and turns its errors into usage errors. */

import { type ParseArgsConfig, parseArgs } from "node:util";
import { UsageError } from "./usage_error.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** Options and positionals of `command`; an unknown option or a missing value throws `UsageError`. */
export function readArguments<T extends Options>(command: string, args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), command);
  }
}

export function integerOption(command: string, name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d+$/.test(text)) throw new UsageError(`--${name} takes a whole number, not '${text}'`, command);
  return Number(text);
}

/** The command's own arguments, and behind `--` those of the program. */
export function programArguments(args: readonly string[]): { own: readonly string[]; program: readonly string[] } {
  const separator = args.indexOf("--");
  if (separator < 0) return { own: args, program: [] };
  return { own: args.slice(0, separator), program: args.slice(separator + 1) };
}
