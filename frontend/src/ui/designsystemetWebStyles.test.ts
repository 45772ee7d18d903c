import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const PACKAGE = 'node_modules/@digdir/designsystemet-css/dist/src';
/** Components that are styled by another's file. */
const STYLED_BY: Record<string, string> = {
  checkbox: 'input',
  radio: 'input',
  select: 'input',
  switch: 'input',
  textarea: 'input',
  textfield: 'field',
};

const sources = import.meta.glob<string>('../**/*.tsx', { query: '?raw', import: 'default', eager: true });

function components(): string[] {
  const imports = Object.values(sources).flatMap((source) => [
    ...source.matchAll(/import \{([^}]*)\} from '@digdir\/designsystemet-react'/g),
  ]);
  const names = imports.flatMap(([, list = '']) => list.split(',').map((name) => name.trim()));
  return [...new Set(names.filter((name) => /^[A-Z]/.test(name)))];
}

const styleOf = (component: string) => {
  const name = component.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  return STYLED_BY[name] ?? name;
};

test('every component of Designsystemet that is used has its styles', () => {
  const imported = readFileSync('src/ui/designsystemet.css', 'utf8');
  const used = components().map(styleOf);
  expect(used.length).toBeGreaterThan(5);
  const missing = used.filter(
    (style) => existsSync(`${PACKAGE}/${style}.css`) && !imported.includes(`/${style}.css`),
  );
  expect(missing).toEqual([]);
});
