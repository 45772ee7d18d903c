// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest';
import { loadWords } from '../../../i18n';
import { pasteIntoField } from './fields';

beforeEach(async () => {
  await loadWords('nb');
  document.body.innerHTML =
    '<textarea rows="3"></textarea><textarea rows="1"></textarea><input><input type="password">';
  // jsdom has no commands; browsers do.
  document.execCommand = () => false;
});

function paste(selector: string, html: string, text: string, files = 0, kind: 'paste' | 'drop' = 'paste') {
  const field = document.querySelector<HTMLTextAreaElement>(selector);
  if (!field) throw new Error(`no ${selector}`);
  const event = new Event(kind, { bubbles: true, cancelable: true }) as ClipboardEvent;
  const data: Record<string, string> = { 'text/html': html, 'text/plain': text };
  Object.defineProperty(event, kind === 'paste' ? 'clipboardData' : 'dataTransfer', {
    value: { getData: (type: string) => data[type] ?? '', files: { length: files } },
  });
  Object.defineProperty(event, 'target', { value: field });
  return { field, news: pasteIntoField(event), own: event.defaultPrevented };
}

const MANY = 'textarea[rows="3"]';

test('lists, rows and what is struck out are written in words', () => {
  const html =
    '<p>Får <s>Ritalin</s></p><ol><li>en</li><li>to</li></ol><table><tr><td>a</td><td></td><td>c</td></tr></table>';
  const { field, news, own } = paste(MANY, html, 'Får Ritalin\nen\nto\na\tc');
  expect(own).toBe(true);
  expect(field.value).toBe('Får [strøket: Ritalin]\n1. en\n2. to\na | – | c');
  expect([...(news?.account.written ?? [])].sort()).toEqual(['struck', 'table']);
});

test('comments and hidden words are left out, though the plain text of the clipboard has them', () => {
  const { field, news } = paste(
    MANY,
    '<p>Hver uke<span class="MsoCommentReference">[AB1]</span></p>',
    'Hver uke[AB1]',
  );
  expect(field.value).toBe('Hver uke');
  expect([...(news?.account.leftOut ?? [])]).toEqual(['comments']);
});

test('what the plain text says as well is pasted by the browser', () => {
  expect(paste(MANY, '<p>en <b>to</b></p><p>tre</p>', 'en to\n\ntre')).toMatchObject({
    news: null,
    own: false,
  });
  expect(paste(MANY, '', 'en')).toMatchObject({ news: null, own: false });
});

test('a picture alone is told to be left out, and takes nothing away', () => {
  const { field } = paste(MANY, '', '');
  field.value = 'gammelt';
  field.select();
  const { news, own } = paste(MANY, '', '', 1);
  expect([own, field.value, news?.takeBack]).toEqual([true, 'gammelt', null]);
  expect([...(news?.account.leftOut ?? [])]).toEqual(['files']);
  expect(paste(MANY, '', 'en', 1)).toMatchObject({ news: null, own: false });
});

test('what is dropped means the same as what is pasted', () => {
  const { field, own } = paste(MANY, '<s>Ritalin</s>', 'Ritalin', 0, 'drop');
  expect([own, field.value]).toEqual([true, '[strøket: Ritalin]']);
});

test('in one line, lines and items stand apart', () => {
  expect(paste('textarea[rows="1"]', '<ul><li>en</li><li>to</li></ul>', 'en\nto').field.value).toBe(
    '• en / • to',
  );
});

test('a password, and what is no field, is left alone', () => {
  expect(paste('[type=password]', '<s>a</s>', 'a')).toMatchObject({ news: undefined, own: false });
  expect(paste('body', '<s>a</s>', 'a')).toMatchObject({ news: undefined, own: false });
});

test('the paste is taken back, also after more was written', () => {
  const { field } = paste(MANY, '', '');
  field.value = 'før gammelt etter';
  field.setSelectionRange(4, 11);
  const { news } = paste(MANY, '<s>nytt</s>', 'nytt');
  expect(field.value).toBe('før [strøket: nytt] etter');
  field.setRangeText(' mer', field.value.length, field.value.length);
  news?.takeBack?.();
  expect(field.value).toBe('før gammelt etter mer');
});
