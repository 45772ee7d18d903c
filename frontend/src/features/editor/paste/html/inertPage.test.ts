// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { InertPage } from './inertPage';

const first = (html: string) => {
  const page = new InertPage(html);
  const element = page.body.firstElementChild;
  if (!element) throw new Error('nothing was parsed');
  return { page, element };
};

test('nothing keeps a style that a browser would apply', () => {
  const { page } = first(
    `<p style="color:red" title='a "quoted" style=x'><b STYLE = color:blue>a</b><i style='x'/></p><style>p{}</style>`,
  );
  expect(page.body.querySelector('[style], style')).toBeNull();
});

test('an attribute of another name, and words, keep their letters', () => {
  const { element } = first(`<p title="my style=x" style="color:red">a style = b</p>`);
  expect(element.getAttribute('title')).toBe('my style=x');
  expect(element.textContent).toBe('a style = b');
});

test.each([
  ['inline', '<p style="Color: RED !important; margin:0">', 'red'],
  ['by tag', '<style>p {color:red}</style><p>', 'red'],
  ['by class', '<style><!-- /* x */ .a, .b {color:red} --></style><p class="c b">', 'red'],
  ['by both', '<style>p.a {color:red} .a {color:blue}</style><p class=a>', 'red'],
  ['inline before class', '<style>.a {color:blue}</style><p class=a style="color:red">', 'red'],
  ['inherit is no value', '<style>p {color:red}</style><p style="color:inherit">', 'red'],
  ['not of another rule', '<style>@media print {p {color:red}} @page {color:red}</style><p>', ''],
  ['not of an element inside', '<style>p b {color:red}</style><p>', ''],
  ['of an unclosed element', '<p></p><style>p {color:red}', 'red'],
])('a style is read %s', (_name, html, value) => {
  const { page, element } = first(html);
  expect(page.style(element, 'color')).toBe(value);
});

test('a long sheet with no end is read at once', () => {
  const began = performance.now();
  new InertPage(`<style>${'@media {a{'.repeat(20_000)}</style>${'<p style='.repeat(20_000)}`);
  expect(performance.now() - began).toBeLessThan(3_000);
});
