export function sourceMark(): string;
export function kernelsSource(): Promise<string>;
