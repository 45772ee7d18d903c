import { bringWords } from '.';
import en from './en/cases.json';
import nb from './nb/cases.json';

/** The words of cases, which the pages that say them import: no other page loads them. */
bringWords({ nb: { cases: nb }, en: { cases: en } });
