import type { ProblemBody } from '../domain/types';

export type ProblemFields = Omit<ProblemBody, 'title_en'>;

/** An error response of the server (RFC 9457), or with type `offline` no response at all. */
export class Problem extends Error {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string | undefined;

  constructor(body: ProblemFields) {
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
