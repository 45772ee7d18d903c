import type { DecisionChoice, GrantsView } from '../../../domain/types';

/** Composes sentences that say what they were asked for; the test sets what goes wrong. */
export class ComposingServer {
  asked: string[] = [];
  signed: { text: string }[] = [];
  title = 'Helse';
  offline = false;
  /** How often the page asked who may do what. */
  reads = 0;
  /** What open pages are told when something was signed. */
  notice = () => {};
  held: Promise<void> | null = null;

  constructor(private readonly view: GrantsView) {}

  readonly answer = async (path: string, init: RequestInit): Promise<Response> => {
    if (this.offline) throw new TypeError('no network');
    if (init.method === undefined) {
      this.reads += 1;
      return Response.json({
        ...this.view,
        decisions: this.signed.map((one, number) => ({ ...one, number: number + 1 })).reverse(),
      });
    }
    const { decisions } = JSON.parse(String(init.body)) as {
      decisions: (DecisionChoice & { text: string })[];
    };
    this.asked.push(path);
    const texts = decisions.map(
      (choice) => `${this.title} ${choice.part} ${choice.level} ${choice.until ?? ''}`,
    );
    await this.held;
    if (path.endsWith('/preview')) return Response.json({ language: 'nb', texts });
    if (decisions.some(({ text }, place) => text !== texts[place])) return changed();
    this.signed = decisions;
    this.notice();
    const receipt = decisions.map((one, number) => ({
      ...one,
      number: number + 1,
      signed_at: '2026-01-01T00:00:00Z',
    }));
    return Response.json({ decisions: receipt }, { status: 201 });
  };
}

function changed(): Response {
  const headers = { 'content-type': 'application/problem+json' };
  return Response.json({ type: 'text-changed', title: '', status: 409 }, { status: 409, headers });
}
