import { namespacesOf } from '../namespaces';
import type { Words } from '../translate';

/** What is said to those who have not logged in. */
export const nb = namespacesOf(
  import.meta.glob<Words>('./{common,login}.json', { eager: true, import: 'default' }),
);
