import { bringWords } from '..';
import en from '../en/assisted.json';
import nb from '../nb/assisted.json';

/** The words of what is written for the owner, which whatever says them imports: no other page loads them. */
bringWords({ nb: { assisted: nb }, en: { assisted: en } });
