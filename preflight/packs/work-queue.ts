/** Runs jobs in their order with a bound on how many are under way. */
export class WorkQueue {
  /** Jobs by their number; those that were begun are let go. */
  private readonly waiting: ((() => Promise<void>) | undefined)[] = [];
  private next = 0;
  private running = 0;
  private open = false;
  private idle: (() => void)[] = [];

  constructor(private readonly limit: number) {}

  /** Adds a job, which must not throw. It waits until the queue was started. */
  add(job: () => Promise<void>): void {
    this.waiting.push(job);
    this.advance();
  }

  /** Begins with the jobs that were added before. */
  start(): void {
    this.open = true;
    this.advance();
  }

  /** Resolves when nothing is left to do. */
  drained(): Promise<void> {
    return this.next === this.waiting.length && this.running === 0
      ? Promise.resolve()
      : new Promise((resolve) => this.idle.push(resolve));
  }

  private advance(): void {
    while (this.open && this.running < this.limit) {
      const job = this.waiting[this.next];
      if (!job) {
        break;
      }
      this.waiting[this.next++] = undefined;
      this.running++;
      void job().then(() => this.finished());
    }
  }

  private finished(): void {
    this.running--;
    this.advance();
    if (this.running === 0 && this.next === this.waiting.length) {
      this.waiting.length = 0;
      this.next = 0;
      for (const resolve of this.idle.splice(0)) {
        resolve();
      }
    }
  }
}
