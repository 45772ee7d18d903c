/**
 * When the session of this page ends, as the server has said it: at its time, or because its person was not seen for too
 * long. All moments are in milliseconds since 1970, all spans that the server tells in seconds.
 */
export interface SessionSpans {
  expires_in: number;
  /** Absent in answers of a server of before there was such an end. */
  idle_in?: number;
  /** Said with who is signed in, and the same from then on. */
  warn_before?: number;
}

/** What is to be said: `idle`, that nobody was seen; `expiry`, that everybody logs in again after a time. */
export interface EndWarning {
  why: 'idle' | 'expiry';
  ends: number;
}

/** So many times within the warning's time the server is told that somebody is there, or asked: once a minute. */
const REPORTS = 5;

export class SessionClock {
  private expires = Number.POSITIVE_INFINITY;
  private idle = Number.POSITIVE_INFINITY;
  private lead = 0;
  private touched = false;
  private reported: number | null = null;
  private asked = Number.NEGATIVE_INFINITY;

  /** The server has said how long is left. */
  learn(spans: SessionSpans, now: number): void {
    this.expires = now + spans.expires_in * 1_000;
    this.idle = now + (spans.idle_in ?? Number.POSITIVE_INFINITY) * 1_000;
    if (spans.warn_before !== undefined) this.lead = spans.warn_before * 1_000;
    // A page that was just opened need not say so, unless the end is near.
    this.reported ??= this.idle - now < 2 * this.lead ? Number.NEGATIVE_INFINITY : now;
  }

  /** The person does something on the page. */
  touch(): void {
    this.touched = true;
  }

  /** Whether the server is to be told now that somebody is there; if so, it counts as told. */
  reports(now: number): boolean {
    if (!this.touched || now < (this.reported ?? now) + this.lead / REPORTS) return false;
    this.touched = false;
    this.reported = now;
    return true;
  }

  warning(now: number): EndWarning | null {
    if (now >= this.idle - this.lead && this.idle < this.expires) return { why: 'idle', ends: this.idle };
    return now >= this.expires - this.lead ? { why: 'expiry', ends: this.expires } : null;
  }

  /**
   * Whether the server is to be asked how long is left; if so, it counts as asked. The person may have been seen in another
   * tab, so that nothing is said before, and the session may be over.
   */
  asks(now: number): boolean {
    const near = this.warning(now) !== null || now >= Math.min(this.idle, this.expires);
    if (!near || now < this.asked + this.lead / REPORTS) return false;
    this.asked = now;
    return true;
  }
}

/** Of this page. */
export const sessionClock = new SessionClock();
