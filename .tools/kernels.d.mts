export interface KernelModule {
  readonly path: string;
  readonly origin: string;
  readonly what: string;
  source(): string;
}
export const KERNEL_MODULES: readonly KernelModule[];
export function sourceMark(kernels: KernelModule): string;
export function kernelsSource(kernels: KernelModule): Promise<string>;
