/** Browser APIs missing in jsdom; import it before the components, whose library reads `CSS` when it is loaded. */
Object.assign(globalThis, { CSS: { escape: String, supports: () => false } });

document.getAnimations = () => [];
window.scrollTo = () => undefined;
Element.prototype.scrollIntoView = () => undefined;

HTMLDialogElement.prototype.showModal = function () {
  this.setAttribute('open', '');
};
