import type { ProblemBody } from '../domain/types';

export type ProblemFacts = Omit<ProblemBody, 'title_en'>;

/** A refusal of the server (RFC 9457) or, with type `offline`, the lack of any answer. */
export class Problem extends Error {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string | undefined;

  constructor(body: ProblemFacts) {
    super(body.title);
    this.type = body.type;
    this.title = body.title;
    this.status = body.status;
    this.detail = body.detail;
  }
}

export function isProblem(error: unknown, type?: string): error is Problem {
  return error instanceof Problem && (type === undefined || error.type === type);
}
