// Loaded with `node --import`: scripts of this directory find their packages where the page has them,
// so that provider and Yjs are the very files that the page ships, and each is loaded once.
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

const here = new URL('.', import.meta.url).href;
const page = new URL('../../frontend/package.json', import.meta.url).href;

export function resolve(specifier, context, next) {
  const bare = !/^([./]|node:|file:|data:)/.test(specifier);
  const ours = context.parentURL?.startsWith(here);
  return next(specifier, bare && ours ? { ...context, parentURL: page } : context);
}

// Node evaluates the hooks in a thread of their own; only the program itself registers them.
if (isMainThread) register(import.meta.url);
