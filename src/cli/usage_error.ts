/** A command line that can't be understood: exit code 2, with the usage line of the command. */

export class UsageError extends Error {
  readonly command: string | null;
  constructor(message: string, command: string | null = null) {
    super(message);
    this.command = command;
  }
}
