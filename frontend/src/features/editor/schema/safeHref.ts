const SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:']);
const BARE_HOST = /^(?:[a-z0-9æøå-]+\.)+[a-z]{2,}(?:[/?#:].*)?$/i;
const BARE_MAIL = /^[^\s@:/]+@(?:[a-z0-9æøå-]+\.)+[a-z]{2,}$/i;
const BARE_NUMBER = /^\+?(?:[\s().-]*\d){3,15}$/;

/** The server refuses longer values as text; no intended address is this long. */
const MAX_LENGTH = 2000;

/** The address of a link if it is allowed in a part, else null. Never guesses a scheme. */
export function safeHref(value: string): string | null {
  // Browsers ignore control characters and space before reading the scheme: `java\nscript:` must not pass.
  const href = [...value].filter((character) => character > ' ').join('');
  if (href === '' || href.length > MAX_LENGTH || /[\u007f]|\p{Surrogate}/u.test(href)) return null;
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(href)?.[0].toLowerCase();
  return scheme !== undefined && SCHEMES.has(scheme) && URL.canParse(href) ? href : null;
}

/**
 * Where a link leads, as it is shown before one goes there: on the web its host comes first, and nothing before or in it
 * says another (`https://nav.no@example.com`); no sign turns the direction of letters, none is invisible.
 */
export function shownAddress(href: string): string {
  const url = new URL(href);
  if (!/^https?:$/.test(url.protocol)) return url.href.slice(url.protocol.length);
  const rest = `${url.pathname}${url.search}${url.hash}`;
  return `${hostOf(href, url)}${rest === '/' ? '' : readable(rest)}`;
}

/** In our own letters if it is written in them; what has others may only look like the name of somebody known. */
function hostOf(href: string, { host }: URL): string {
  const name = /^https?:\/\/([a-z0-9æøå.-]+(?::\d+)?)(?=[/?#]|$)/i.exec(href)?.[1]?.toLowerCase() ?? host;
  const shown = new URL(`https://${name}`).hostname === new URL(`https://${host}`).hostname ? name : host;
  return shown.replace(/^www\.(?=.*\.)/, '');
}

function readable(escaped: string): string {
  return escaped.replace(/(?:%[\da-f]{2})+/gi, (bytes) => {
    try {
      const letters = decodeURIComponent(bytes);
      return /^[\p{Script=Latin}]+$/u.test(letters) ? letters : bytes;
    } catch {
      return bytes;
    }
  });
}

/** The address for typed text: `nav.no`, `kari@skole.no` and `22 33 44 55` are completed, other schemes give null. */
export function hrefFromTyping(value: string): string | null {
  const typed = value.trim();
  if (BARE_MAIL.test(typed)) return safeHref(`mailto:${typed}`);
  if (BARE_NUMBER.test(typed)) return safeHref(`tel:${typed.replace(/[^\d+]/gu, '')}`);
  if (BARE_HOST.test(typed)) return safeHref(`https://${typed}`);
  return safeHref(typed);
}
