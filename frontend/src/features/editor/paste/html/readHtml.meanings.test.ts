// @vitest-environment jsdom
import { describe, expect, test } from 'vitest';
import { read } from '../reading/testing';
import { hold } from './testing';

const WORD_COMMENT = `<p class=MsoNormal>Avlastning <a style='mso-comment-reference:AB_1;mso-comment-date:20261101T0900'>hver uke</a><span class=MsoCommentReference><span style='font-size:8.0pt'><![if !supportAnnotations]><a class=msocomanchor id="_anchor_1" href="#_msocom_1" name="_msoanchor_1">[AB1]</a><![endif]><span style='mso-special-character:comment'>&nbsp;</span></span></span>.</p>
<div style='mso-element:comment-list'><![if !supportAnnotations]><hr class=msocomoff align=left size=1 width="33%"><![endif]><div style='mso-element:comment'><div id="_com_1" class=msocomtxt><span style='mso-comment-author:"Anders"'><![if !supportAnnotations]><a name="_msocom_1"></a><![endif]></span><p class=MsoCommentText><span class=MsoCommentReference><![if !supportAnnotations]><a href="#_msoanchor_1" class=msocomoff>[AB1]</a><![endif]></span>INTERNT: ikke vis familien</p></div></div></div>`;

describe('comments never come along', () => {
  hold([
    ['of Word', WORD_COMMENT, ['Avlastning hver uke.'], ['-comments']],
    [
      'of Excel',
      `<table><tr><td>Sats<a class=msocomanchor href="#_msocom_1">[1]</a></td><td>7</td></tr></table><div style='mso-element:comment-list'><div style='mso-element:comment'>internt</div></div>`,
      ['Sats | 7'],
      ['-comments', '+table'],
    ],
    [
      'of Google Docs',
      '<p><span>Hver uke</span><sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup></p><div style="border:1px solid black"><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>internt</span></p><p>mer internt</p></div>',
      ['Hver uke'],
      ['-comments'],
    ],
    ['by their role', '<p>Hver <span role="comment">internt</span>uke</p>', ['Hver uke'], ['-comments']],
    ['also where nothing else was copied', '<p class=MsoCommentText>internt</p>', [], ['-comments']],
  ]);
});

describe('what is struck out, deleted or inserted', () => {
  hold([
    [
      's',
      '<p>Medisin: <s>Ritalin 10 mg</s> Melatonin 3 mg</p>',
      ['Medisin: [strøket: Ritalin 10 mg] Melatonin 3 mg'],
      ['+struck'],
    ],
    ['strike, over marks', '<strike>en <b>to</b></strike> tre', ['[strøket: en **to**] tre'], ['+struck']],
    [
      'by style',
      '<span style="text-decoration: line-through">Ritalin </span>Melatonin',
      ['[strøket: Ritalin] Melatonin'],
      ['+struck'],
    ],
    [
      'by another property',
      '<span style="text-decoration-line:underline line-through">a</span>',
      ['[strøket: a]'],
      ['-underline', '+struck'],
    ],
    [
      'by a class of Excel',
      '<style><!--td {color:black;} .xl66\n\t{mso-style-parent:style0;\n\ttext-decoration:line-through;}--></style><table><tr><td class=xl66>Ritalin</td><td>10</td></tr></table>',
      ['[strøket: Ritalin] | 10'],
      ['+table', '+struck'],
    ],
    [
      'by a paragraph, in each block',
      '<div style="text-decoration:line-through"><p>en</p><p>to<br>tre</p></div>',
      ['[strøket: en]', '[strøket: to]/[strøket: tre]'],
      ['+struck'],
    ],
    ['not where the style takes it back', '<s style="text-decoration:none">a</s>', ['a']],
    [
      'tracked changes of Word',
      '<p>Får <span class=msoDel><del cite="mailto:x" datetime="2026">10</del></span><span class=msoIns><ins cite="mailto:x">20</ins></span> mg</p>',
      ['Får [slettet: 10][satt inn: 20] mg'],
      ['+deleted', '+inserted'],
    ],
    [
      'tracked changes of Word for the web',
      '<p><span class="TrackedChange SCXW1"><span class="TextRun TrackChangeTextDeletion">a</span></span><span class="TextRun TrackChangeTextInsertion">b</span></p>',
      ['[slettet: a][satt inn: b]'],
      ['+deleted', '+inserted'],
    ],
    [
      'one in the other',
      '<ins>ny <s>gammel</s></ins>',
      ['[satt inn: ny [strøket: gammel]]'],
      ['+inserted', '+struck'],
    ],
  ]);
});

describe('raised and lowered', () => {
  hold([
    ['fractions and powers', '1<sup>1</sup>/<sub>2</sub> tablett, 10<sup>3</sup>', ['1 ¹⁄₂ tablett, 10³']],
    [
      'by style',
      '10<span style="vertical-align:super;font-size:.6em">3</span> og H<span style="vertical-align:sub">2</span>O',
      ['10³ og H₂O'],
    ],
    ['of Word', "10<span style='position:relative;top:-3.0pt;mso-text-raise:3.0pt'>3</span>", ['10³']],
    [
      'letters',
      'CO<sub>maks</sub>, 1<sup>st</sup>',
      ['CO[senket: maks], 1[hevet: st]'],
      ['+lowered', '+raised'],
    ],
    [
      'references of Wikipedia',
      'Vedtak<sup><a href="#n"><span>[</span>1<span>]</span></a></sup>, x<sup>1/2</sup>, y<sup>1, 2</sup>',
      ['Vedtak⁽¹⁾, x¹⁄², y¹, ²'],
    ],
    ['a note', 'Vedtak 2025<sup><a href="#fn1">1</a></sup>', ['Vedtak 2025¹']],
    ['not where the style takes it back', '1<sup style="vertical-align:baseline">0</sup>', ['10']],
    [
      'a formula',
      '<math alttext="a/b"><mfrac><mi>a</mi><mi>b</mi></mfrac></math>',
      ['[formel: a/b]'],
      ['+formulas'],
    ],
  ]);
});

describe('ticks and other controls', () => {
  hold([
    [
      'a box',
      '<label><input type=checkbox checked> Ringe NAV</label><br><input type="checkbox">Søke',
      ['☑ Ringe NAV/☐ Søke'],
      ['-controls'],
    ],
    [
      'a list of GitHub',
      '<ul><li class="task-list-item"><input type="checkbox" checked disabled> a</li></ul>',
      ['- ☑ a'],
    ],
    [
      'a list of Tiptap',
      '<ul data-type="taskList"><li data-checked="true"><label><input type="checkbox" checked><span></span></label><div><p>a</p></div></li></ul>',
      ['- ☑ a'],
    ],
    [
      'a list of Google Docs',
      '<ul><li role="checkbox" aria-checked="true" aria-level="1"><img src="data:image/png;base64,x" alt="checked" aria-roledescription="checkbox"><p role="presentation"><span style="text-decoration:line-through">a</span></p></li><li role="checkbox" aria-checked="false"><p>b</p></li></ul>',
      ['- ☑ [strøket: a]', '- ☐ b'],
      ['+struck'],
    ],
    [
      'lists of Quill and Confluence',
      '<ol><li data-list="checked">a</li><li data-list="unchecked">b</li></ol><ul><li class="checked">c</li></ul>',
      ['- ☑ a', '- ☐ b', '- ☑ c'],
    ],
    ['one of several', '<input type=radio checked>Ja <input type=radio>Nei', ['◉ Ja ○ Nei'], ['-controls']],
    ['a switch', '<div role=switch aria-checked=true>Varsle</div>', ['☑ Varsle']],
    [
      'fields',
      'Navn <input value="Runa"> Alder <input> <select><option>Ja<option selected>Nei</select> <textarea>a\nb</textarea>',
      ['Navn Runa Alder ____ Nei a/b'],
      ['-controls'],
    ],
    [
      'hidden fields and passwords',
      'a <input type=hidden value=h><input type=password value=p> b',
      ['a ____ b'],
      ['-passwords'],
    ],
    ['measures', '<progress value=30 max=60></progress>', ['50 %']],
    [
      'signs of Word',
      "<p><span style='font-family:Wingdings'>þ</span> ja <span style='font-family:Wingdings'>&#61692;</span></p>",
      ['☑ ja ✓'],
    ],
    [
      'Greek letters of Word',
      "<p>5 <span style='font-family:Symbol'>m</span>g <span style='font-family:Symbol'>£</span> 7</p>",
      ['5 µg ≤ 7'],
    ],
    ['signs that nobody knows', "a <span style='font-family:Wingdings'>Z</span> b", ['a b'], ['-signs']],
  ]);
});

describe('what was not to be seen', () => {
  hold([
    ['by display', 'a<span style="display:none">x</span>', ['a'], ['-hidden']],
    ['by Word', "a<span style='display:none;mso-hide:all'>x</span>", ['a'], ['-hidden']],
    [
      'by a class',
      '<style>.h{visibility:hidden}</style>a<i class=h>x <b style="visibility:visible">b</b></i>',
      ['a _**b**_'],
      ['-hidden'],
    ],
    [
      'without size',
      '<span style="font-size:0">x<span style="font-size:12pt">a</span></span>',
      ['a'],
      ['-hidden'],
    ],
    [
      'in the colour of the page',
      '<p style="background:#fff">a <span style="color:white">x</span></p>',
      ['a'],
      ['-hidden'],
    ],
    ['white in Word', '<p class=MsoNormal>a <span style="color:#FEFEFE">x</span></p>', ['a'], ['-hidden']],
    [
      'white on dark is seen',
      '<p class=MsoNormal style="background:black"><span style="color:white">a</span></p>',
      ['a'],
    ],
    [
      'white of LibreOffice',
      '<meta name="generator" content="LibreOffice 25.2 (Linux)"/><p>a <font color="#ffffff">x</font></p>',
      ['a'],
      ['-hidden'],
    ],
    [
      'without colour',
      'a <span style="color:transparent">x</span><span style="opacity:0">y</span>',
      ['a'],
      ['-hidden'],
    ],
    [
      'off the screen',
      'a <span style="position:absolute;left:-9999px">x</span><span style="clip-path: inset(50%)">y</span><span style="width:1px;overflow:hidden">z</span>',
      ['a'],
      ['-hidden'],
    ],
    [
      'folded away',
      '<details><summary>a</summary><p>x</p></details><details open><summary>b</summary><p>c</p></details>',
      ['**a**', '**b**', 'c'],
      ['-hidden'],
    ],
    ['nothing is told of nothing', 'a<span style="display:none"> </span>', ['a']],
  ]);
});

describe('other meanings', () => {
  hold([
    [
      'quotations',
      '<p>Hun sa <q>ja</q>.</p><blockquote><p>En.</p><p>To.</p></blockquote><p>Slutt</p>',
      ['Hun sa «ja».', '«En.', 'To.»', 'Slutt'],
    ],
    [
      'an indent that a browser writes as a quotation',
      '<blockquote style="margin:0 0 0 40px;border:none;padding:0px">a</blockquote>',
      ['a'],
    ],
    ['ruby', '<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>', ['漢(kan)']],
    ['abbreviations', '<abbr title="individuell plan">IP</abbr> her', ['IP (individuell plan) her']],
    ['a line between', '<p>a</p><hr><p>b</p>', ['a', '———', 'b']],
    [
      'underlined',
      '<p><u>a</u> <a href="https://nav.no" style="text-decoration:underline">b</a></p>',
      ['a [b](https://nav.no)'],
      ['-underline'],
    ],
    ['colours that differ', '<p>a <span style="color:#c00">b</span></p>', ['a b'], ['-colour']],
    [
      'one colour, greys and links',
      '<p style="color:#333">a <span style="color:#777">b</span> <a style="color:blue" href="https://nav.no">c</a></p>',
      ['a b [c](https://nav.no)'],
    ],
    ['one strong colour', '<font color=red>a</font>', ['a'], ['-colour']],
    ['marked by its tag', '<mark>a</mark>', ['a'], ['-colour']],
    [
      'marked with a colour',
      "<p class=MsoNormal>a <span style='background:yellow;mso-highlight:yellow'>b</span></p>",
      ['a b'],
      ['-colour'],
    ],
    ['right to left', '<p dir=rtl>abc 123</p><p dir=rtl>שלום</p>', ['abc 123', 'שלום'], ['-direction']],
    [
      'figures',
      '<figure><img alt="b" src=x><figcaption>c</figcaption></figure>',
      ['[bilde: b]', '_c_'],
      ['-pictures'],
    ],
  ]);
});

test('a control that was changed since the page was sent does not say what it said then', () => {
  const html =
    '<input value="10 mg"> <select><option>nei</option><option>ja</option></select> <textarea></textarea>';
  expect(read(html, '5 mg\n \nja\n \nny')).toEqual({ blocks: ['____ ja ____'], said: ['-controls'] });
  expect(read(html, '10 mg\n \nnei\n')).toEqual({ blocks: ['10 mg nei ____'], said: ['-controls'] });
});
