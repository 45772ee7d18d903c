import { spoken, textsOf } from '../../../i18n';
import type { Account, Label } from './reading/meanings';

/** What is said of the last paste, and how all of it is taken back. */
export interface PasteNews {
  account: Account;
  takeBack: (() => void) | null;
  /** The plain text field it went into, if it is one. */
  field?: Element;
}

export const label: Label = (meaning) => textsOf(spoken.read().locale, 'paste')(`words.${meaning}`);
