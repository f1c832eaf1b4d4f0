// Fires whenever training passes a multiple of N steps, however many steps an iteration takes.

export class Every {
  private next = 0;

  /** @param interval Environment steps. */
  constructor(private readonly interval: number) {}

  /** Training begins, or goes on, after `step` steps. */
  start(step: number): void {
    this.next = (Math.floor(step / this.interval) + 1) * this.interval;
  }

  /** Whether a multiple has been passed since the last call. */
  due(step: number): boolean {
    if (step < this.next) return false;
    this.start(step);
    return true;
  }
}
