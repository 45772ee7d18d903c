/** What jsdom has not; imported before the components, since their library asks for `CSS` when it is loaded. */
Object.assign(globalThis, { CSS: { escape: String, supports: () => false } });

document.getAnimations = () => [];
window.scrollTo = () => undefined;
Element.prototype.scrollIntoView = () => undefined;

HTMLDialogElement.prototype.showModal = function () {
  this.setAttribute('open', '');
};
