export type Words = Record<string, unknown>;
/** Texts of one language, by the names of their namespaces. */
export type Catalogue = Record<string, Words>;
/** What stands for `{{name}}` in a text; `count` also chooses between its forms `_zero`, `_one` and `_other`. */
type Values = Record<string, unknown>;

/**
 * A text by its key, `roles.owner` or `common:roles.owner`; without a text the second argument if it is one, else the key.
 * The parameter of the type names the namespaces, of which the first is meant where a key names none.
 */
export type TFunction<_Namespaces = string> = (key: string, values?: Values | string) => string;

/** The first of `catalogues` that has the text answers. */
export function translator(locale: string, catalogues: readonly Catalogue[], namespace: string): TFunction {
  return (key, values) => {
    const [name, path] = key.includes(':') ? (key.split(':', 2) as [string, string]) : [namespace, key];
    const given = typeof values === 'object' ? values : {};
    const forms = formsOf(locale, given.count);
    for (const catalogue of catalogues) {
      const text = textAt(catalogue[name], path, forms);
      if (text !== undefined) return filled(text, given);
    }
    return typeof values === 'string' ? values : path;
  };
}

/** The endings of keys that fit the number, best first. */
function formsOf(locale: string, count: unknown): string[] {
  if (typeof count !== 'number') return [''];
  return [...(count === 0 ? ['_zero'] : []), `_${new Intl.PluralRules(locale).select(count)}`, ''];
}

function textAt(words: Words | undefined, path: string, forms: string[]): string | undefined {
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  const found = steps.reduce<Words | undefined>((at, step) => at?.[step] as Words | undefined, words);
  return forms.map((form) => found?.[last + form]).find((text) => typeof text === 'string') as
    | string
    | undefined;
}

/** What would turn the rest of the sentence where somebody's name, kept as it was once typed, ends. */
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

export const unturned = (text: string): string => text.replace(TURNS, '');

function filled(text: string, values: Values): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => unturned(String(values[name] ?? '')));
}
