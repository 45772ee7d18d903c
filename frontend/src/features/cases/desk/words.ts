import { bringWords } from '../../../i18n';
import en from '../../../i18n/en/desk.json';
import nb from '../../../i18n/nb/desk.json';

/** The words of the unit's desk, which the pages that say them import: no other page loads them. */
bringWords({ nb: { desk: nb }, en: { desk: en } });
