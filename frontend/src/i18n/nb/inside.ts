import { namespacesOf } from '../namespaces';
import type { Words } from '../translate';

/** Everything else. */
export const inside = namespacesOf(
  import.meta.glob<Words>(['./*.json', '!./{common,login}.json'], { eager: true, import: 'default' }),
);
