/** Runs stages one after the other, each timed and announced. */

export interface StageTime {
  readonly name: string;
  readonly ms: number;
}

export class StageClock {
  readonly times: StageTime[] = [];
  private readonly announce: (name: string) => void;

  constructor(announce: (name: string) => void) {
    this.announce = announce;
  }

  run<T>(name: string, work: () => T): T {
    this.announce(name);
    const start = performance.now();
    try {
      return work();
    } finally {
      this.times.push({ name, ms: performance.now() - start });
    }
  }
}
