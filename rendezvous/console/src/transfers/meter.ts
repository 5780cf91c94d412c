/** How fast a transfer goes, and how long it will still take: over the last seconds, so that it says what is so now. */

const SECONDS = 5;

export class Meter {
  private seen: { readonly at: number; readonly done: number }[] = [];

  /** Take note of how far it is; `at` in seconds of any one clock. */
  note(done: number, at: number): void {
    this.seen.push({ at, done });
    while (this.seen.length > 2 && at - this.seen[0]!.at > SECONDS) this.seen.shift();
  }

  /** Bytes a second; 0 while nothing is known. */
  get rate(): number {
    const [first, last] = [this.seen[0], this.seen.at(-1)];
    if (!first || !last || last.at - first.at < 0.5) return 0;
    return Math.max(0, (last.done - first.done) / (last.at - first.at));
  }

  /** Forget: it stood still. */
  rest(): void {
    this.seen = [];
  }
}
