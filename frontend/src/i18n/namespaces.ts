import type { Catalogue, Words } from './translate';

/** Each file is a namespace of its own name: a capability brings its words without a line here. */
export function namespacesOf(files: Record<string, Words>): Catalogue {
  return Object.fromEntries(
    Object.entries(files).map(([file, words]) => [file.slice('./'.length, -'.json'.length), words]),
  );
}
