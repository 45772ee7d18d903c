import { namespacesOf } from '../namespaces';
import type { Words } from '../translate';

export const en = namespacesOf(
  import.meta.glob<Words>(['./*.json', '!./{assisted,cases,complaints,desk,leader,people,statistics}.json'], {
    eager: true,
    import: 'default',
  }),
);
