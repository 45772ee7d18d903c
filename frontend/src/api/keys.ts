/** Every TanStack Query key of the page. Queries under `part` are removed when access to the part is withdrawn. */
export const keys = {
  me: ['me'] as const,
  login: ['login'] as const,
  plans: ['plans'] as const,
  overview: ['overview'] as const,
  plan: (plan: string) => ['plan', plan] as const,
  grants: (plan: string) => ['plan', plan, 'grants'] as const,
  decisions: (plan: string, before: number | null) => ['plan', plan, 'decisions', before] as const,
  preview: (plan: string, language: string, choices: unknown) =>
    ['plan', plan, 'preview', language, choices] as const,
  ending: (plan: string, participant: string, language: string) =>
    ['plan', plan, 'ending', participant, language] as const,
  openThreads: (plan: string) => ['plan', plan, 'comments'] as const,
  part: (part: string) => ['part', part] as const,
  comments: (part: string) => ['part', part, 'comments'] as const,
};
