import { useLayoutEffect } from 'react';

/**
 * A style sheet for paper while the component is mounted: what `write` returns, asked for anew before each printing. A
 * script may make one where the content security policy refuses a `<style>`.
 */
export function useSheet(write: () => string): void {
  useLayoutEffect(() => {
    const sheet = new CSSStyleSheet();
    const writeAgain = () => sheet.replaceSync(write());
    writeAgain();
    window.addEventListener('beforeprint', writeAgain);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return () => {
      window.removeEventListener('beforeprint', writeAgain);
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
      sheet.replaceSync('');
    };
  }, [write]);
}
