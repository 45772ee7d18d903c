/** Browser APIs missing in jsdom; import it before the components, whose library reads `CSS` when it is loaded. */
Object.assign(globalThis, { CSS: { escape: String, supports: () => false } });

globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

/** As a page has it; nothing is laid out here, and nothing printed. */
class SheetOfAPage {
  replaceSync = () => undefined;
}
Object.assign(globalThis, { CSSStyleSheet: SheetOfAPage });
Object.assign(document, { adoptedStyleSheets: [] });

document.getAnimations = () => [];
window.scrollTo = () => undefined;
window.matchMedia = () => Object.assign(new EventTarget(), { matches: false }) as MediaQueryList;
Element.prototype.scrollIntoView = () => undefined;

/** Nothing has a size in jsdom, and so nothing is resized. */
window.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

HTMLDialogElement.prototype.showModal = function () {
  this.setAttribute('open', '');
};

HTMLDialogElement.prototype.close = function () {
  this.removeAttribute('open');
};
