/** What somebody is writing in one form, and where and about what. */
export interface Written {
  /** The place on the page that the form belongs to. */
  at: string;
  /** What the form does, or the question that it answers. */
  about: string;
  /** Whether it goes from the page because somebody answered, and not because it cannot be done any more. */
  answers: boolean;
  words: string;
  /** Whether its writer has begun, also where there are no words to keep. */
  touched: boolean;
}

const NOTHING: Written = { at: '', about: '', answers: false, words: '', touched: false };

/**
 * The words of one form. When it goes from the page with words in it that were not sent, `leave` is given them: others
 * acted meanwhile. While they are being sent, that the form goes is its writer's own doing, unless that is refused.
 */
export class WrittenForm {
  private written = NOTHING;
  private there = false;
  private sending = 0;

  /** `onChange`: whether it is being written in may be otherwise now. */
  constructor(
    private readonly leave: (written: Written) => void,
    private readonly onChange: (form: WrittenForm) => void = () => undefined,
  ) {}

  /** The place in which it is being written; null while it is not. */
  get writtenAt(): string | null {
    return this.there && this.written.touched ? this.written.at : null;
  }

  come(): void {
    this.there = true;
    this.onChange(this);
  }

  write(written: Written): void {
    this.written = written;
    this.onChange(this);
  }

  go(): void {
    this.there = false;
    this.offer();
    this.onChange(this);
  }

  /** Nothing of it is to be kept: it was sent, or its writer gave it up. */
  drop(): void {
    this.written = NOTHING;
    this.onChange(this);
  }

  /** `send` tells whether it was done. */
  async during(send: () => Promise<boolean>): Promise<boolean> {
    this.sending += 1;
    let done = false;
    try {
      done = await send();
    } finally {
      this.sending -= 1;
    }
    if (done) this.drop();
    this.offer();
    return done;
  }

  private offer(): void {
    if (this.there || this.sending > 0 || !this.written.words.trim()) return;
    this.leave(this.written);
    this.drop();
  }
}
