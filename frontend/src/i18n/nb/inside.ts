import { namespacesOf } from '../namespaces';
import type { Words } from '../translate';

/** Everything else but what a page brings with it (`bringWords`). */
export const inside = namespacesOf(
  import.meta.glob<Words>(
    ['./*.json', '!./{common,login,assisted,cases,complaints,desk,leader,statistics,people}.json'],
    {
      eager: true,
      import: 'default',
    },
  ),
);
