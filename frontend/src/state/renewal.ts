import { leavingLosesWords } from './leaving';

/**
 * A part of the page that is loaded when it is needed may be gone: Samplan has been upgraded since the page was opened,
 * or there is no line. The page then loads itself again, once nothing would be lost by it and Samplan answers.
 */
export class ScriptMissing extends Error {}

const RETRY_MS = [300, 1_000, 3_000];
const LOOK_MS = 1_000;
/** A page that was just loaded again and lacks the same script still is not loaded again and again. */
const AGAIN_MS = 60_000;
const RENEWED = 'samplan-renewed';

/** The module, asked for a few times; rejects with `ScriptMissing`. */
export async function loaded<T>(load: () => Promise<T>): Promise<T> {
  for (const ms of RETRY_MS) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
  }
  return load().catch((cause: unknown) => {
    throw new ScriptMissing('a script of the page cannot be loaded', { cause });
  });
}

/** Load the page again as soon as that is safe; returns the function that gives it up. */
export function renewWhenSafe(reload: () => void = () => window.location.reload()): () => void {
  if (renewedLately()) return () => undefined;
  let given = false;
  const look = setInterval(async () => {
    if (leavingLosesWords() || !(await answers()) || leavingLosesWords() || given) return;
    clearInterval(look);
    noteRenewal();
    reload();
  }, LOOK_MS);
  return () => {
    given = true;
    clearInterval(look);
  };
}

async function answers(): Promise<boolean> {
  try {
    return (await fetch('/healthz', { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}

function renewedLately(): boolean {
  try {
    return Date.now() - Number(sessionStorage.getItem(RENEWED)) < AGAIN_MS;
  } catch {
    return true; // A browser that stores nothing: only when the user asks.
  }
}

function noteRenewal(): void {
  sessionStorage.setItem(RENEWED, String(Date.now()));
}
