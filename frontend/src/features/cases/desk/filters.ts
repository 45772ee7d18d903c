/** What the unit's list may be narrowed by, each by one name in the address. */
export const FILTERS = {
  age: ['fresh', 'aging', 'late'],
  means: ['web', 'phone', 'paper', 'meeting'],
  thing: ['plan', 'coordinator', 'child-coordinator'],
  handler: ['me', 'nobody'],
  status: ['reported', 'clarifying', 'decided', 'open', 'declined', 'moved', 'closed'],
} as const;
export const CHOSEN = Object.keys(FILTERS) as (keyof typeof FILTERS)[];
export const TICKED = ['consent', 'protected'] as const;

/** As the server is asked, from the address of the page; what is no filter is left out. */
export function askedFor(search: URLSearchParams): (readonly [string, string])[] {
  const asked: (readonly [string, string])[] = [];
  for (const name of CHOSEN) {
    const value = search.get(name);
    if (value && (FILTERS[name] as readonly string[]).includes(value)) asked.push([name, value]);
  }
  if (search.has('consent')) asked.push(['consent', 'missing']);
  if (search.has('protected')) asked.push(['protected', '1']);
  const name = search.get('name')?.trim();
  return name ? [...asked, ['name', name.slice(0, 200)]] : asked;
}

/** The address with one filter changed; `''` takes it away. */
export function changed(search: URLSearchParams, name: string, value: string): URLSearchParams {
  const next = new URLSearchParams(search);
  if (value) next.set(name, value);
  else next.delete(name);
  return next;
}
