/** A page tells within five seconds that nothing is being saved; this leaves a second for showing it. */
const LATE_MS = 4_000;

/** Measures how long this page's edits of one document have waited without any of them being acknowledged. */
export class SaveClock {
  late = false;
  private timer: ReturnType<typeof setTimeout> | null = null;

  /** `changed` is called when the edits become late. */
  constructor(private readonly changed: () => void) {}

  /** After each event. `waiting`: there are unacknowledged edits; `progress`: some of them were just acknowledged. */
  look(waiting: boolean, progress: boolean): void {
    if (waiting && !progress && this.timer !== null) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.late = false;
    if (waiting) this.timer = setTimeout(() => this.ring(), LATE_MS);
  }

  private ring(): void {
    this.late = true;
    this.changed();
  }
}
