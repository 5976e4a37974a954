/** Runs stages one after the other, each timed and announced; a stage that runs again adds to its time. */

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
      const known = this.times.findIndex((time) => time.name === name);
      const before = known < 0 ? 0 : (this.times.splice(known, 1)[0]?.ms ?? 0);
      this.times.push({ name, ms: before + performance.now() - start });
    }
  }
}
