// Types of vscode_server.mjs for the tests.
export interface Installed {
  readonly vscode: string;
  readonly node: string;
}

export interface RunningServer {
  readonly port: number;
  readonly origin: string;
  log(): string;
  stop(): Promise<void>;
}

export function installServer(log: (text: string) => void): Installed | { readonly reason: string };
export function installExtension(installed: Installed, vsix: string, extensionsDir: string, dataDir: string): void;
export function startServer(
  installed: Installed,
  options: {
    readonly dataDir: string;
    readonly extensionsDir: string;
    readonly workspaceTrust?: boolean;
    readonly env?: Readonly<Record<string, string>>;
  },
): Promise<RunningServer>;
