// Types of package.mjs for the tests.
export interface Packaged {
  readonly vsix: string;
  readonly megabytes: number;
  readonly contents: readonly { readonly path: string; readonly bytes: number }[];
}

export function makePackage(options?: { readonly target?: string; readonly out?: string }): Promise<Packaged>;
