import { bringWords } from '.';
import en from './en/statistics.json';
import nb from './nb/statistics.json';

/** The words of counts, which the pages that say them import: no other page loads them. */
bringWords({ nb: { statistics: nb }, en: { statistics: en } });
