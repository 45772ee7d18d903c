/**
 * Steps that searches may still take. Anybody who comments chooses what is searched for, so a search ends when they are
 * used up, as if it had found nothing: it never holds the page. Counted and not timed, so that it ends alike everywhere.
 */
export class Budget {
  constructor(
    private left: number,
    private readonly whole: Budget | null = null,
  ) {}

  /** A budget of its own, of at most `steps`, whose steps count here too. */
  part(steps: number): Budget {
    return new Budget(steps, this);
  }

  /** Take `steps`; false when there are not as many, and then they are not to be done. */
  take(steps: number): boolean {
    if (this.left < steps) {
      this.left = 0;
      return false;
    }
    this.left -= steps;
    this.whole?.spend(steps);
    return true;
  }

  private spend(steps: number): void {
    this.left -= steps;
  }
}
