let shown: () => void = () => undefined;
const firstWords = new Promise<void>((resolve) => {
  shown = resolve;
});

/** What the person came for is on the screen: what may be needed next no longer keeps them waiting. */
export function firstWordsShown(): void {
  shown();
}

/** Do it once, when the first words are shown, or after `atLatestMs` where that is given. */
export function afterFirstWords(act: () => void, atLatestMs?: number): void {
  const late = new Promise<void>((resolve) => {
    if (atLatestMs !== undefined) setTimeout(resolve, atLatestMs);
  });
  void Promise.race([firstWords, late]).then(act);
}
