import { act } from 'react';

/** What a test acts on, which must be there: with `?.` it would press nothing, and pass whatever the page does. */
export function there<T>(found: T | null | undefined): T {
  if (found === null || found === undefined) throw new Error('There is nothing to act on.');
  return found;
}

/** The button with exactly these words. */
export function buttonIn(page: ParentNode, words: string): HTMLElement {
  const all = [...page.querySelectorAll<HTMLElement>('button, summary')];
  const found = all.find(({ textContent }) => textContent?.trim() === words);
  if (!found)
    throw new Error(
      `There is no button "${words}", but ${all.map((each) => `"${each.textContent}"`).join(', ')}.`,
    );
  return found;
}

/** As somebody types: React hears of it. */
export function type(box: HTMLInputElement | HTMLTextAreaElement, words: string): Promise<void> {
  const setter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(box), 'value')?.set;
  return act(async () => {
    there(setter).call(box, words);
    box.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

/** Opens or folds what is below a summary; the browser tells of that a moment later. */
export function fold(summary: HTMLElement): Promise<void> {
  return act(async () => {
    const told = new Promise((resolve) => {
      there(summary.parentElement).addEventListener('toggle', resolve, { once: true });
    });
    summary.click();
    await told;
  });
}
