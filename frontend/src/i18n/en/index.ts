import { namespacesOf } from '../namespaces';
import type { Words } from '../translate';

export const en = namespacesOf(import.meta.glob<Words>('./*.json', { eager: true, import: 'default' }));
