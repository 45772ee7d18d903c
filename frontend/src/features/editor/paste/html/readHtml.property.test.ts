// @vitest-environment jsdom
import { describe, expect, test } from 'vitest';
import { read } from '../reading/testing';

/** Ways to write the same words with one meaning more. */
const INLINE: Record<string, (words: string) => string> = {
  bold: (words) => `<b>${words}</b>`,
  italic: (words) => `<i>${words}</i>`,
  link: (words) => `<a href="https://nav.no/">${words}</a>`,
  'link elsewhere': (words) => `<a href="file:///c:/">${words}</a>`,
  struck: (words) => `<s>${words}</s>`,
  'struck by style': (words) => `<span style="color:red;text-decoration: line-through red">${words}</span>`,
  deleted: (words) => `<del>${words}</del>`,
  inserted: (words) => `<ins>${words}</ins>`,
  underlined: (words) => `<u>${words}</u>`,
  raised: (words) => `<sup>${words}</sup>`,
  lowered: (words) => `<sub>${words}</sub>`,
  'raised by style': (words) => `<span style="vertical-align:super">${words}</span>`,
  hidden: (words) => `<span style="display:none">${words}</span>`,
  unseen: (words) => `<span style="visibility:hidden">${words}</span>`,
  'without size': (words) => `<span style="font-size:0px">${words}</span>`,
  'white on white': (words) => `<span style="color:#fff;background-color:#ffffff">${words}</span>`,
  'a comment': (words) => `<span class="MsoCommentReference">${words}</span>`,
  quoted: (words) => `<q>${words}</q>`,
  explained: (words) => `<abbr title="noe annet">${words}</abbr>`,
  annotated: (words) => `<ruby>${words}<rt>noe</rt></ruby>`,
  ticked: (words) => `<input type="checkbox" checked>${words}`,
  unticked: (words) => `<input type="checkbox">${words}`,
  chosen: (words) => `<input type="radio" checked>${words}`,
  'with a value': (words) => `${words}<input value="ja">`,
  'with a choice': (words) => `${words}<select><option>nei<option selected>ja</select>`,
  pictured: (words) => `${words}<img src="x" alt="noe">`,
  'pictured without words': (words) => `${words}<img src="x">`,
  filmed: (words) => `${words}<video src="x"></video>`,
  'a formula': (words) => `<math alttext="${words}"><mi>${words}</mi></math>`,
  turned: (words) => `<bdo dir="rtl">${words}</bdo>`,
};

/** Ways to write two pieces of words; what stands between or around them is what is meant. */
const BLOCK: Record<string, (one: string, other: string) => string> = {
  'one paragraph': (one, other) => `<p>${one} ${other}</p>`,
  'two paragraphs': (one, other) => `<p>${one}</p><p>${other}</p>`,
  'two lines': (one, other) => `<p>${one}<br>${other}</p>`,
  'large heading': (one, other) => `<h1>${one}</h1><p>${other}</p>`,
  heading: (one, other) => `<h2>${one}</h2><p>${other}</p>`,
  'small heading': (one, other) => `<h3>${one}</h3><p>${other}</p>`,
  'deeper heading': (one, other) => `<h4>${one}</h4><p>${other}</p>`,
  bullets: (one, other) => `<ul><li>${one}</li><li>${other}</li></ul>`,
  'deeper bullet': (one, other) => `<ul><li>${one}<ul><li>${other}</li></ul></li></ul>`,
  'paragraph in an item': (one, other) => `<ul><li><p>${one}</p><p>${other}</p></li></ul>`,
  numbers: (one, other) => `<ol><li>${one}</li><li>${other}</li></ol>`,
  'later numbers': (one, other) => `<ol start="4"><li>${one}</li><li>${other}</li></ol>`,
  letters: (one, other) => `<ol type="a"><li>${one}</li><li>${other}</li></ol>`,
  'capital letters': (one, other) => `<ol type="A"><li>${one}</li><li>${other}</li></ol>`,
  'numbers back': (one, other) => `<ol reversed><li>${one}</li><li>${other}</li></ol>`,
  'one ticked': (one, other) =>
    `<ul><li role="checkbox" aria-checked="true">${one}</li><li role="checkbox" aria-checked="false">${other}</li></ul>`,
  'other ticked': (one, other) =>
    `<ul><li role="checkbox" aria-checked="false">${one}</li><li role="checkbox" aria-checked="true">${other}</li></ul>`,
  row: (one, other) => `<table><tr><td>${one}</td><td>${other}</td></tr></table>`,
  'row, empty between': (one, other) => `<table><tr><td>${one}</td><td></td><td>${other}</td></tr></table>`,
  'row, empty before': (one, other) => `<table><tr><td></td><td>${one}</td><td>${other}</td></tr></table>`,
  'row, empty behind': (one, other) => `<table><tr><td>${one}</td><td>${other}</td><td></td></tr></table>`,
  'names of columns': (one, other) => `<table><tr><th>${one}</th><th>${other}</th></tr></table>`,
  'two rows of two': (one, other) =>
    `<table><tr><td>${one}</td><td>x</td></tr><tr><td>${other}</td><td>y</td></tr></table>`,
  'two rows under one': (one, other) =>
    `<table><tr><td rowspan="2">${one}</td><td>x</td></tr><tr><td>${other}</td></tr></table>`,
  'two columns under one': (one, other) =>
    `<table><tr><td colspan="2">${one}</td><td>x</td></tr><tr><td>${other}</td><td>y</td><td>z</td></tr></table>`,
  captioned: (one, other) => `<table><caption>${one}</caption><tr><td>${other}</td><td>x</td></tr></table>`,
  'a table in a cell': (one, other) =>
    `<table><tr><td>${one}</td><td><table><tr><td>${other}</td><td>x</td></tr></table></td></tr></table>`,
  defined: (one, other) => `<dl><dt>${one}</dt><dd>${other}</dd></dl>`,
  quoted: (one, other) => `<p>${one}</p><blockquote>${other}</blockquote>`,
  'quoted both': (one, other) => `<blockquote><p>${one}</p><p>${other}</p></blockquote>`,
  'a line between': (one, other) => `<p>${one}</p><hr><p>${other}</p>`,
  'one folded away': (one, other) => `<details><summary>${one}</summary>${other}</details>`,
  'spaces kept': (one, other) => `<pre>${one}   ${other}</pre>`,
  'a tab': (one, other) => `<div style="white-space:pre-wrap">${one}\t${other}</div>`,
  'other hidden': (one, other) => `<p>${one}</p><div hidden>${other}</div>`,
  'other a comment': (one, other) => `<p>${one}</p><div style="mso-element:comment-list">${other}</div>`,
};

/** Where the words stand. */
const AROUND: Record<string, (inner: string) => string> = {
  'a paragraph': (inner) => `<p>${inner}</p>`,
  'among words': (inner) => `<p>før ${inner} etter</p>`,
  'against letters': (inner) => `<p>før${inner}etter</p>`,
  'against digits': (inner) => `<p>1${inner}2</p>`,
  'a list': (inner) => `<ol><li>a</li><li>${inner}</li></ol>`,
  'a heading': (inner) => `<h2>${inner}</h2>`,
  'a cell': (inner) => `<table><tr><td>a</td><td>${inner}</td></tr></table>`,
  'wrappers of a program': (inner) =>
    `<html><head><meta charset="utf-8"></head><body><!--StartFragment--><div><div style="font-family:Calibri"><span>${inner}</span></div></div><!--EndFragment--></body></html>`,
};

const WORDS = ['3', 'Åse og 10 mg'];

const seen = (html: string) => JSON.stringify(read(html));

describe('two inputs that differ only in what is meant give two outputs', () => {
  const frames = Object.entries(AROUND);
  const without = new Map<string, string>();
  const plain = (html: string) => without.get(html) ?? without.set(html, seen(html)).get(html);
  test.each(Object.entries(INLINE))('%s', (_name, meaning) => {
    for (const [frame, around] of frames) {
      for (const words of WORDS) {
        expect(seen(around(meaning(words))), `${words} in ${frame}`).not.toBe(plain(around(words)));
      }
    }
  });
  test.each(WORDS)('no two of the ways to arrange "%s" look alike', (words) => {
    const outputs = new Map<string, string>();
    for (const [name, arrange] of Object.entries(BLOCK)) {
      const output = seen(arrange(words, 'slutt'));
      expect(outputs.get(output), `${name} looks like another`).toBeUndefined();
      outputs.set(output, name);
    }
  });
});

const TAGS = (
  'p div span b i u s del ins sup sub q blockquote ul ol li h2 h5 table tr td th dl dt dd pre a abbr details summary ' +
  'figure figcaption label section font center my-element button fieldset legend ruby rt mark'
).split(' ');
const STYLES = [
  '',
  ' style="display:flex"',
  ' style="display:table"',
  ' style="display:table-cell"',
  ' style="display:inline"',
  ' style="float:left;margin:4px"',
  ' style="white-space:pre-wrap"',
  ' style="vertical-align:super;font-weight:700"',
  ' style="mso-list:l0 level3 lfo1" class=MsoListParagraph',
  ' colspan=2 rowspan=3 open start=4 type=i data-indent=2',
  ' role=heading aria-level=7',
  ' role=checkbox aria-checked=true',
  ' dir=rtl role=presentation',
];

/** HTML that no program would write, each of whose words is another. */
function wildHtml(pick: (below: number) => number, words: string[], depth = 0): string {
  const many = 1 + pick(3);
  return Array.from({ length: many }, () => {
    if (depth > 5 || pick(3) === 0) {
      words.push(`ord${words.length}x`);
      return ` ${words.at(-1)} `;
    }
    const tag = TAGS[pick(TAGS.length)];
    return `<${tag}${STYLES[pick(STYLES.length)]}>${wildHtml(pick, words, depth + 1)}</${tag}>`;
  }).join('');
}

test('no word is lost or turned around, however the source is built', () => {
  let state = 7;
  const pick = (below: number) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
  for (let turn = 0; turn < 150; turn += 1) {
    const words: string[] = [];
    const html = wildHtml(pick, words);
    const open = html.replaceAll('<details', '<details open');
    const { blocks } = read(open);
    const output = blocks.join('\n');
    for (const word of words) expect(output, open).toContain(word);
  }
});
