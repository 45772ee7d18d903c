import type { Page } from 'playwright-core';

/** Where the words of a text are on the screen, and how a test scrolls to them. */
export class Places {
  /** `text`: a selector of what they stand in. */
  constructor(
    private readonly page: () => Page,
    private readonly text: string,
  ) {}

  /** How far `words` are from the top of the screen, px. */
  topOf(words: string): Promise<number> {
    return this.page().evaluate(
      ([given, text]) => {
        const walker = document.createTreeWalker(document.querySelector(text) as Node, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const at = node.textContent?.indexOf(given) ?? -1;
          if (at < 0) continue;
          const range = document.createRange();
          range.setStart(node, at);
          range.setEnd(node, at + 1);
          return range.getBoundingClientRect().top;
        }
        throw new Error(`${given} is not shown`);
      },
      [words, this.text] as const,
    );
  }

  /** Scroll the page so that `words` are at `y`. */
  async scrollTo(words: string, y: number): Promise<void> {
    const top = await this.topOf(words);
    await this.page().evaluate((by) => scrollBy({ top: by, behavior: 'instant' }), top - y);
  }

  /** Until the browser has drawn, and moved what it moves by itself. */
  async drawn(): Promise<void> {
    await this.page().evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  }
}
