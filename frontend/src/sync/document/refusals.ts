/** A part that refuses again and again is read on, not opened for ever: every attempt costs its writer some words. */
const REFUSALS_IN_A_ROW = 3;

/** What this page was refused in one document since something was last taken there. */
export class Refusals {
  private inARow = 0;
  private token: string | null = null;

  /** Why nothing more may be written here until its writer asks for it; null while one may. */
  get holdBack(): string | null {
    return this.token;
  }

  refused(token: string): void {
    this.inARow += 1;
    if (this.inARow >= REFUSALS_IN_A_ROW) this.token = token;
  }

  /** Something was taken, or its writer wants to try again. */
  forget(): void {
    this.inARow = 0;
    this.token = null;
  }
}
