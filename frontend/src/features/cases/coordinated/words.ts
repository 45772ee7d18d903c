import { bringWords } from '../../../i18n';
import en from '../../../i18n/en/coordinator.json';
import nb from '../../../i18n/nb/coordinator.json';

/** The words of what whoever coordinates does, which their own page imports: no other page loads them. */
bringWords({ nb: { coordinator: nb }, en: { coordinator: en } });
