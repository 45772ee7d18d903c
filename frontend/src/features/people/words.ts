import { bringWords } from '../../i18n';
import en from '../../i18n/en/people.json';
import nb from '../../i18n/nb/people.json';

/** The words of invitations, which the pages that say them import: no other page loads them. */
bringWords({ nb: { people: nb }, en: { people: en } });
