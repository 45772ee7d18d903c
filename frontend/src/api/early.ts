/** An answer that start.js asks for while the page's scripts are on their way, and whose it says it is: null for anybody's. */
interface Early {
  person: Promise<string | null> | string | null;
  answer: Promise<Response>;
}

declare global {
  /** By path. */
  var samplanEarly: Map<string, Early> | undefined;
  /** Open, or being opened, for the plan and the person of this address; nothing has been sent on it. */
  var samplanSocket: WebSocket | undefined;
}

/** The answer that was asked for early for this person, once; undefined without one, or when it is not what was hoped for. */
export async function takeEarly(path: string, person: string | null): Promise<Response | undefined> {
  const answers = globalThis.samplanEarly;
  const early = answers?.get(path);
  if (!early) return undefined;
  try {
    if ((await early.person) !== person || answers?.get(path) !== early) return undefined;
    answers.delete(path);
    const response = await early.answer;
    return response.ok ? response : undefined;
  } catch {
    return undefined;
  }
}

/** Whether anything that was asked for early has not been taken. */
export function hasEarly(): boolean {
  return (globalThis.samplanEarly?.size ?? 0) > 0;
}

/** The page ends: nothing of what was asked for is left in memory. */
export function forgetEarly(): void {
  globalThis.samplanEarly?.clear();
  globalThis.samplanSocket?.close();
  globalThis.samplanSocket = undefined;
}
