/** The command line: finds the command, prints what it returns, maps errors to exit codes. */

import { VERSION } from "../session/version.ts";
import { checkCommand } from "./commands/check.ts";
import { evalCommand } from "./commands/eval.ts";
import { exportCommand } from "./commands/export.ts";
import { registryCommand } from "./commands/registry.ts";
import { runCommand } from "./commands/run.ts";
import { HELP, MAIN_HELP } from "./help.ts";
import { UsageError } from "./usage_error.ts";

/** Takes the arguments after the command's name; returns the exit code. Wrong usage throws `UsageError`. */
type Command = (args: readonly string[]) => Promise<number>;

const COMMANDS: Readonly<Record<string, Command>> = {
  export: exportCommand,
  check: checkCommand,
  eval: evalCommand,
  run: runCommand,
  registry: registryCommand,
};

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...args] = argv;
  if (name === "--version") {
    process.stdout.write(`${VERSION}\n`);
    return 0;
  }
  if (name === undefined || name === "--help" || name === "-h") {
    (name === undefined ? process.stderr : process.stdout).write(`${MAIN_HELP}\n`);
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined)
    throw new UsageError(`unknown command '${name}'; known are ${Object.keys(COMMANDS).join(", ")}`);
  const separator = args.indexOf("--");
  const own = name === "eval" ? args.slice(0, 1) : separator < 0 ? args : args.slice(0, separator);
  if (own.includes("--help") || own.includes("-h")) {
    process.stdout.write(`${HELP[name]}\n`);
    return 0;
  }
  return command(args);
}

/** Output may go to a pipe that closes early (`| head`); that is no failure. */
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (error instanceof UsageError) {
      const hint = error.command === null ? "dynamo-onnx --help" : `dynamo-onnx ${error.command} --help`;
      process.stderr.write(`dynamo-onnx: ${error.message}\nTry '${hint}'.\n`);
      process.exitCode = 2;
    } else {
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.stderr.write(`dynamo-onnx: internal error, please report it:\n${detail}\n`);
      process.exitCode = 1;
    }
  },
);
