/** Paper is light: a browser whose colours are set by hand prints the dark ones (Chromium 143, emulated). */
export function keepPaperLight(page: HTMLElement): void {
  const { colorScheme } = page.dataset;
  window.addEventListener('beforeprint', () => {
    page.dataset.colorScheme = 'light';
  });
  window.addEventListener('afterprint', () => {
    page.dataset.colorScheme = colorScheme;
  });
}
