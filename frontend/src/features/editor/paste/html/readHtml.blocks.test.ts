// @vitest-environment jsdom
import { describe } from 'vitest';
import { hold } from './testing';

describe('tables keep a place for every cell', () => {
  const row = (...cells: string[]) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  hold([
    [
      'empty cells',
      `<table>${row('Avlastning', '', '1. juni')}${row('', 'NAV', '1. mai')}</table>`,
      ['Avlastning | – | 1. juni', '– | NAV | 1. mai'],
      ['+table'],
    ],
    [
      'cells of spaces and rows that are too short',
      `<table>${row('a', '&nbsp;', 'c')}${row('d')}</table>`,
      ['a | – | c', 'd | – | –'],
      ['+table'],
    ],
    [
      'rowspan',
      '<table><tr><td rowspan=2>Skolen</td><td>lese</td></tr><tr><td>regne</td></tr></table>',
      ['Skolen | lese', 'Skolen | regne'],
      ['+table'],
    ],
    [
      'colspan',
      '<table><tr><td colspan=2>norsk</td><td>gym</td></tr><tr><td>a</td><td></td><td>c</td></tr></table>',
      ['norsk | norsk | gym', 'a | – | c'],
      ['+table'],
    ],
    [
      'a heading across',
      `<table><tr><td colspan=2>Uke 1</td></tr>${row('a', 'b')}</table>`,
      ['Uke 1', 'a | b'],
      ['+table'],
    ],
    [
      'long words over rows are not repeated',
      `<table><tr><td rowspan=2>${'ord '.repeat(30)}</td><td>1</td></tr><tr><td>2</td></tr></table>`,
      [`${'ord '.repeat(30).trim()} | 1`, '〃 | 2'],
      ['+table'],
    ],
    [
      'words that Excel lets cover the next cells',
      "<table><tr><td colspan=2 style='mso-ignore:colspan'>langt</td><td>c</td></tr></table>",
      ['langt | – | c'],
      ['+table'],
    ],
    [
      'names of columns',
      '<table><thead><tr><td>Hva</td><th>Frist</th></tr></thead><tr><td>a</td><td>b</td></tr></table>',
      ['**Hva** | **Frist**', 'a | b'],
      ['+table'],
    ],
    [
      'a caption',
      '<table><caption>Ukeplan</caption><tr><td>a</td><td>b</td></tr></table>',
      ['**Ukeplan**', 'a | b'],
      ['+table'],
    ],
    [
      'cells of Word for the web',
      '<table><tr><td><div><div><p>Mor</p></div></div></td><td><div><div><p>Marit</p></div></div></td></tr></table>',
      ['Mor | Marit'],
      ['+table'],
    ],
    [
      'paragraphs, lines and lists in a cell',
      '<table><tr><td><p>a</p><p>b</p></td><td>c<br>d</td><td><ul><li>e</li></ul></td></tr></table>',
      ['a / b | c / d | • e'],
      ['+table'],
    ],
    [
      'a table in a cell',
      `<table><tr><td>Foreldre</td><td><table>${row('Mor', 'Marit')}${row('Far', '')}</table></td></tr></table>`,
      ['Foreldre | (Mor | Marit) / (Far | –)'],
      ['+table'],
    ],
    [
      'a table by style',
      '<div style="display:table"><div style="display:table-row"><span style="display:table-cell">Lege</span><span style="display:table-cell">Anders</span></div></div>',
      ['Lege | Anders'],
      ['+table'],
    ],
    [
      'whole texts in cells stand below the names of their columns',
      `<table><tr><th>Tiltak</th><th>Hvem</th></tr><tr><td><p>${'a'.repeat(400)}</p><p>b</p></td><td></td></tr></table>`,
      ['**Tiltak** | **Hvem**', '**Tiltak:**', 'a'.repeat(400), 'b', '**Hvem:**', '–'],
      ['+table'],
    ],
    [
      'columns that Excel hides',
      "<table><col width=64><col width=0 style='display:none' span=2><tr><td>a</td><td>x</td><td>y</td><td>b</td></tr></table>",
      ['a | b'],
      ['-hidden', '+table'],
    ],
    [
      'rows that are hidden',
      '<table><tr style="display:none"><td>x</td><td>y</td></tr><tr><td>a</td><td>b</td></tr></table>',
      ['a | b'],
      ['-hidden', '+table'],
    ],
  ]);
});

describe('lines, spaces and boxes by style', () => {
  hold([
    ['pre-wrap', '<div style="white-space:pre-wrap">en\nto  tre</div>', ['en/to  tre']],
    ['as Chromium writes it', '<span style="white-space-collapse: preserve;">en\nto</span>', ['en/to']],
    ['pre-line', '<span style="white-space: pre-line">en\n   to</span>', ['en/to']],
    ['normal inside', '<pre>a\n<span style="white-space:normal">b\nc</span></pre>', ['a/b c']],
    [
      'blocks',
      '<span style="display:block">Kan du hente Per?</span><span style="display:block">Ja.</span>',
      ['Kan du hente Per?', 'Ja.'],
    ],
    ['flex', '<div style="display:flex"><span>Lege</span><span>Anders</span></div>', ['Lege Anders']],
    [
      'boxes in a line',
      '<span style="display:inline-block">Lege</span><span style="display:inline-block">Anders</span>',
      ['Lege Anders'],
    ],
    ['room between', '<span style="margin-right: 8px">Lege</span><span>Anders</span>', ['Lege Anders']],
    ['floats', '<b style="float:left">Lege</b><span>Anders</span>', ['**Lege** Anders']],
    ['a block that runs in the line', '<p>a <div style="display:inline">b</div></p>', ['a', 'b']],
    [
      'tabs',
      "<p>Dato:<span style='mso-tab-count:2'>      </span>1. mai</p><p>Sted:<span style='white-space:pre'>\t</span>Oslo</p>",
      ['Dato: | 1. mai', 'Sted: | Oslo'],
    ],
    [
      'a paragraph break of Slack',
      'en<span data-stringify-type="paragraph-break" style="display:block;height:8px"></span>to',
      ['en', 'to'],
    ],
    [
      'letters in boxes of their own',
      '<span style="display:inline-block">H</span><span style="display:inline-block">ei</span>',
      ['H ei'],
    ],
  ]);
});

describe('headings and lists', () => {
  hold([
    ['a heading by role', '<p role="heading" aria-level="2">Mål</p>', ['h2 Mål']],
    [
      'a heading by its outline',
      "<p style='mso-outline-level:1'>Plan</p><p class=MsoSubtitle>Undertittel</p>",
      ['h1 Plan', 'h2 Undertittel'],
    ],
    [
      'a number in front of a heading',
      "<h1 style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>2.<span>&nbsp; </span></span><![endif]>Mål</h1>",
      ['h1 2. Mål'],
    ],
    ['headings below the third', '<h3>a</h3><h5>b</h5>', ['h3 a', 'h3 b'], ['-headings']],
    ['a heading in an item', '<ul><li><h3>a</h3><p>b</p></li></ul>', ['- **a**', '  b'], ['-headings']],
    [
      'depth in an attribute, a list for each item, as Word for the web writes them',
      '<div><ul><li data-aria-level="1"><p>a</p></li></ul></div><div><ul><li data-aria-level="2"><p>b</p></li></ul></div><div><ol start="1"><li data-aria-level="1">c</li></ol></div><div><ol start="2"><li data-aria-level="1">d</li></ol></div>',
      ['- a', '  - b', '1. c', '1. d'],
    ],
    [
      'depth of Slack and Quill',
      '<ul data-indent="1"><li>a</li></ul><ol><li data-list="bullet" class="ql-indent-2">b</li></ol>',
      ['  - a', '    - b'],
    ],
    ['a list that begins later', '<ol start=4><li>a</li><li>b</li></ol>', ['4. a', '5. b'], ['+numbers']],
    ['a list that counts down', '<ol reversed><li>a</li><li>b</li></ol>', ['2. a', '1. b'], ['+numbers']],
    ['values of items', '<ol><li>a</li><li value=7>b</li></ol>', ['1. a', '7. b'], ['+numbers']],
    [
      'letters',
      '<ol type=A><li>a</li></ol><p>x</p><ol style="list-style-type:lower-roman"><li>b</li></ol>',
      ['A. a', 'x', 'i. b'],
      ['+numbers'],
    ],
    [
      'kinds that a part shows by itself',
      '<ol><li>a<ol type=a><li>b<ol type=i><li>c</li></ol></li></ol></li></ol>',
      ['1. a', '  1. b', '    1. c'],
    ],
    [
      'kinds on items, as Google Docs writes them',
      '<ol><li style="list-style-type:upper-roman">a</li></ol>',
      ['I. a'],
      ['+numbers'],
    ],
    ['two lists after each other', '<ol><li>a</li></ol><ol><li>b</li></ol>', ['1. a', '1. b'], ['+numbers']],
    [
      'numbers of Word',
      "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>3)<span>&nbsp;</span></span>a</p><p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>3.1.<span>&nbsp;</span></span>b</p>",
      ['3) a', '  3.1. b'],
      ['+numbers'],
    ],
    [
      'ticks as bullets',
      "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='font-family:Wingdings'><span style='mso-list:Ignore'>ü<span>&nbsp;</span></span></span>a</p>",
      ['- ✓ a'],
    ],
    ['definitions', '<dl><dt>BPA</dt><dd>assistanse</dd></dl>', ['**BPA**', '  assistanse']],
    [
      'the deepest lists',
      `${'<ul><li>x'.repeat(8)}`,
      [...Array(7).keys(), 6].map((depth) => `${'  '.repeat(depth)}- x`),
      ['-depth'],
    ],
  ]);
});

describe('pictures and what is embedded', () => {
  hold([
    ['a picture alone', '<img src="x.png" alt="Runa på tur">', ['[bilde: Runa på tur]'], ['-pictures']],
    ['a picture without words', '<img src="x.png">', [], ['-pictures']],
    [
      'in a picture element, or drawn',
      '<p>a <picture><source srcset=x><img alt="b" src=x></picture><svg><title>c</title><path/></svg></p>',
      ['a [bilde: b] [bilde: c]'],
      ['-pictures'],
    ],
    [
      'decoration',
      '<p>a<img src=x alt=""><img src=x width=1 height=1><button><svg></svg>b</button></p>',
      ['a b'],
    ],
    [
      'emoji',
      '<p>Bra <img class="emoji" alt="👍🏽" src=x><img class="c-emoji" alt=":tada:" src=x></p>',
      ['Bra 👍🏽:tada:'],
    ],
    ['films', '<p>a</p><video><p>din nettleser kan ikke</p></video>', ['a'], ['-embedded']],
    ['links that cannot be opened here', '<a href="/side">a</a> <a href="#b">b</a>', ['a b'], ['-links']],
    ['files only', '<object data=x></object>', [], ['-embedded']],
  ]);
});
