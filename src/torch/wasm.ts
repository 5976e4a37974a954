/** WebAssembly modules that stand in the sources. */

// The types of the DOM and of Node are not here; both have this.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

/** Compiles a module from its base64 text and runs it; what it exports is the caller's to know. */
export function instantiateWasm(base64: string, imports: object = {}): unknown {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports;
}
