"""What makes words of a page unreadable, as JavaScript that lists it."""

from __future__ import annotations

WIDER = """() => [...document.querySelectorAll('main *')]
  .filter(node => node.getBoundingClientRect().right > innerWidth + 1)
  .filter(node => {
    const around = [];
    for (let each = node; each; each = each.parentElement) around.push(each);
    return around.every(each => getComputedStyle(each).overflowX === 'visible');
  })
  .slice(0, 3).map(node => node.outerHTML.slice(0, 120))"""
CUT = """() => [...document.querySelectorAll(
    'main :is(th, td, .grants__place, .quiet, .fact, h1, h2, h3, a, button)')]
  .filter(node => node.childElementCount === 0 && node.checkVisibility())
  .flatMap(node => {
    const text = node.firstChild;
    return [...(text?.data ?? '').matchAll(/(?<!\\d)(?<!\\p{L})\\p{L}{3,}(?![\\p{L}\\d])/gu)].filter(word => {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const lines = [...range.getClientRects()].filter(box => box.width > 0).map(box => Math.round(box.top));
      return new Set(lines).size > 1;
    }).map(word => word[0]);
  })"""
"""Words of letters alone that are broken inside; letters beside digits are of a code or a checksum."""

CLIPPED = """() => {
  const clipped = node => getComputedStyle(node).clipPath !== 'none';
  const hidden = node => node.closest('select, .visually-hidden') || clipped(node);
  const cut = text => {
    const words = document.createRange();
    words.selectNodeContents(text);
    const box = words.getBoundingClientRect();
    let edges = {left: 0, right: document.documentElement.clientWidth};
    for (let each = text.parentElement; each !== document.body; each = each.parentElement) {
      if (getComputedStyle(each).overflowX !== 'visible') edges = each.getBoundingClientRect();
      if (box.left < edges.left - 1 || box.right > edges.right + 1) return true;
    }
    return false;
  };
  return [...document.querySelectorAll('main *')]
    .filter(node => node.checkVisibility({visibilityProperty: true}) && !hidden(node))
    .filter(node => [...node.childNodes].some(each => each.nodeType === 3 && each.data.trim() && cut(each)))
    .map(node => node.outerHTML.slice(0, 120));
}"""
"""Words that do not fit into what stands around them, or into the screen."""
OVER_THE_EDGE = """() => {
  const edge = document.documentElement.clientWidth;
  const wide = [...document.querySelectorAll('body *')]
    .filter(node => !node.closest('.visually-hidden, .toolbar'))
    .filter(node => node.getBoundingClientRect().right > edge + 1);
  return [document.documentElement.scrollWidth - edge, ...wide.map(node => node.outerHTML.slice(0, 120))];
}"""
