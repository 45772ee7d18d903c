// @vitest-environment jsdom
import { describe, expect, test } from 'vitest';
import { readText } from '../reading/readText';
import { clean, short } from '../reading/testing';

const WORD_LIST = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta name=Generator content="Microsoft Word 15"><style><!-- @list l0 {mso-list-id:1;} p.MsoNormal {margin:0cm;} --></style>
<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]--></head>
<body lang=NO-BOK style='tab-interval:35.4pt'><!--StartFragment-->
<h1>Tiltak<o:p></o:p></h1>
<p class=MsoNormal>Skolen gir <b style='mso-bidi-font-weight:normal'>leksehjelp</b> to
dager&nbsp;i uka.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol;mso-fareast-font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Første punkt<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;text-indent:-18.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='font-family:"Courier New"'><span style='mso-list:Ignore'>o<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>Underpunkt<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-bidi-font-family:Calibri'><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]>Første steg<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal><i>Ansvarlig:</i> kontaktlærer<o:p></o:p></p>
<!--EndFragment--></body></html>`;

describe('from Word', () => {
  test('headings, marks and lists with their depth; markers and empty paragraphs go', () => {
    expect(clean(WORD_LIST)).toEqual([
      'h1 Tiltak',
      'Skolen gir **leksehjelp** to dager i uka.',
      '- Første punkt',
      '  - Underpunkt',
      '1. Første steg',
      '_Ansvarlig:_ kontaktlærer',
    ]);
  });
  test('a marker that only conditional comments separate from the text', () => {
    const html = `<p class=MsoListParagraph style='mso-list:l0 level3 lfo1'><!--[if !supportLists]--><span>a)&nbsp;&nbsp;</span><!--[endif]-->Tredje nivå</p>`;
    expect(clean(html)).toEqual(['    a) Tredje nivå']);
  });
  test('a paragraph of list style without a marker is a paragraph', () => {
    expect(clean('<p class=MsoListParagraph>Bare tekst</p>')).toEqual(['Bare tekst']);
  });
  test('a table: one block a row', () => {
    const html = `<table class=MsoTableGrid><tr><td><p class=MsoNormal>Hva<o:p></o:p></p></td><td><p class=MsoNormal>Hvem</p></td></tr>
      <tr><td><p class=MsoNormal>Leksehjelp</p></td><td><p class=MsoNormal><b>Skolen</b></p></td></tr></table>`;
    expect(clean(html)).toEqual(['Hva | Hvem', 'Leksehjelp | **Skolen**']);
  });
});

describe('from Google Docs', () => {
  test('the wrapper is not bold, spans carry the marks, lists nest', () => {
    const html = `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="ltr"><span style="font-size:16pt;font-weight:400;white-space:pre-wrap;">Mål</span></h2>
<p dir="ltr"><span style="font-weight:700;font-style:normal;">Viktig</span><span style="font-weight:400;font-style:italic;"> for meg</span></p><br>
<ul><li dir="ltr" aria-level="1" style="list-style-type:disc"><p dir="ltr" role="presentation"><span>Lese</span></p></li>
<ul><li dir="ltr" aria-level="2"><p dir="ltr" role="presentation"><span>Hver dag</span></p></li></ul>
<li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>Skrive</span></p></li></ul></b>`;
    expect(clean(html)).toEqual(['h2 Mål', '**Viktig**_ for meg_', '- Lese', '  - Hver dag', '- Skrive']);
  });
});

describe('from web pages', () => {
  test('nested lists, further paragraphs of an item, headings deeper than three', () => {
    const html = `<h5>Dypt</h5><ol><li>En<ul><li>under</li></ul></li><li><p>To</p><p>mer om to</p></li></ol><p>Slutt</p>`;
    expect(clean(html)).toEqual(['h3 Dypt', '1. En', '  - under', '1. To', '  mer om to', 'Slutt']);
  });
  test('divs, line breaks and white space as a browser shows them', () => {
    const html =
      '<div>  en\n  linje <span> til </span></div><div>to<br>tre<br></div><div><br></div><pre>a\n  b</pre>';
    expect(clean(html)).toEqual(['en linje til', 'to/tre', 'a/  b']);
  });
  test('scripts, styles, pictures and hidden parts go; the words of unknown elements stay', () => {
    const html = `<style>p{}</style><script>x()</script><p>Se <img src=x onerror=x()> <my-tag>her</my-tag><span style="display:none">hemmelig</span></p><svg><text>nei</text></svg>`;
    expect(clean(html)).toEqual(['Se her']);
  });
  test.each([
    ['<a href="javascript:alert(1)">klikk</a>', 'klikk'],
    ['<a href="java\tscript:alert(1)">klikk</a>', 'klikk'],
    ['<a href="data:text/html,x">klikk</a>', 'klikk'],
    ['<a href="/relativ">klikk</a>', 'klikk'],
    ['<a href="https://nav.no/a b"><b>klikk</b></a>', '[**klikk**](https://nav.no/ab)'],
    ['<a href="mailto:a@b.no">klikk</a>', '[klikk](mailto:a@b.no)'],
    ['<a href="tel:+4712345678">klikk</a>', '[klikk](tel:+4712345678)'],
  ])('link %s', (html, expected) => {
    expect(clean(html)).toEqual([expected]);
  });
  test.each([
    '<table role="presentation"><tr><td><p>En</p><p>to</p></td><td><ul><li>tre</li></ul></td></tr></table>',
    '<table><tr><td><p>En</p><p>to</p></td></tr><tr><td><ul><li>tre</li></ul></td></tr></table>',
  ])('a layout table gives each paragraph its own block', (html) => {
    expect(clean(html)).toEqual(['En', 'to', '- tre']);
  });
  test('lists deeper than the shape allows stop at six', () => {
    const html = `${'<ul><li>x'.repeat(9)}${'</li></ul>'.repeat(9)}`;
    expect(clean(html).at(-1)).toBe(`${'  '.repeat(6)}- x`);
  });
  test('no-break spaces are spaces, except inside numbers', () => {
    expect(clean('<p>kr&nbsp;1&nbsp;000&nbsp;per måned</p>')).toEqual(['kr 1\u00a0000 per måned']);
  });
});

describe('plain text', () => {
  test('each line is a paragraph, printed bullets are list items, addresses are links', () => {
    expect(short(readText('Hei\r\n\r\n•\tmelk\n  brød\nSe https://nav.no/x. Og www.udir.no!'))).toEqual([
      'Hei',
      '- melk',
      'brød',
      'Se [https://nav.no/x](https://nav.no/x). Og [www.udir.no](https://www.udir.no)!',
    ]);
  });
  test('other schemes stay words', () => {
    expect(short(readText('javascript:alert(1) og ftp://x.no'))).toEqual([
      'javascript:alert(1) og ftp://x.no',
    ]);
  });
});
