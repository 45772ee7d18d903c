/** An answer that start.js asked for while the page's scripts were on their way; `person`: whose it is, null for anybody's. */
interface Early {
  person: string | null;
  answer: Promise<Response>;
}

declare global {
  /** By path. */
  var samplanEarly: Map<string, Early> | undefined;
}

/** The answer that was asked for early for this person, once; undefined without one, or when it is not what was hoped for. */
export async function takeEarly(path: string, person: string | null): Promise<Response | undefined> {
  const early = globalThis.samplanEarly?.get(path);
  if (early?.person !== person) return undefined;
  globalThis.samplanEarly?.delete(path);
  const response = await early.answer.catch(() => undefined);
  return response?.ok ? response : undefined;
}

/** The page ends: nothing of what was asked for is left in memory. */
export function forgetEarly(): void {
  globalThis.samplanEarly?.clear();
}
