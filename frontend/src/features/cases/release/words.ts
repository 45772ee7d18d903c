import { bringWords } from '../../../i18n';
import en from '../../../i18n/en/leader.json';
import nb from '../../../i18n/nb/leader.json';

/** The words of a leader's own page, which it imports: no other page loads them. */
bringWords({ nb: { leader: nb }, en: { leader: en } });
