/** Counts frames and bytes of the last second. */

const WINDOW_MS = 1000;

interface Sample {
  at: number;
  bytes: number;
  frames: number;
}

export class Rates {
  private samples: Sample[] = [];

  add(now: number, bytes: number, frames: number): void {
    this.samples.push({ at: now, bytes, frames });
    this.forget(now);
  }

  /** Frames and bytes of the second before `now` (ms). */
  at(now: number): { framesPerSecond: number; bytesPerSecond: number } {
    this.forget(now);
    return {
      framesPerSecond: this.samples.reduce((sum, sample) => sum + sample.frames, 0),
      bytesPerSecond: this.samples.reduce((sum, sample) => sum + sample.bytes, 0),
    };
  }

  private forget(now: number): void {
    while (this.samples[0] && this.samples[0].at <= now - WINDOW_MS) this.samples.shift();
  }
}
