/** What Designsystemet's React components need of its custom elements and behaviours, in place of all of them. */
import '@digdir/designsystemet-web/dialog';
import '@digdir/designsystemet-web/invokers';
import '@digdir/designsystemet-web/popover';

export { DSFieldElement } from '@digdir/designsystemet-web/ds-field';
// Nothing of ours uses it; the package names it in a module that is left out of the page.
export { pagination } from '@digdir/designsystemet-web/ds-pagination';
