import { bringWords } from '.';
import en from './en/complaints.json';
import nb from './nb/complaints.json';

/** The words of complaints, which the pages that say them import: no other page loads them. */
bringWords({ nb: { complaints: nb }, en: { complaints: en } });
