import { bringWords } from '../../i18n';
import en from '../../i18n/en/messages.json';
import nb from '../../i18n/nb/messages.json';

/** The words of messages, which the page that says them imports: no other page loads them. */
bringWords({ nb: { messages: nb }, en: { messages: en } });
