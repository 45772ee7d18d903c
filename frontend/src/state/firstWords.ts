let shown: () => void = () => undefined;
const firstWords = new Promise<void>((resolve) => {
  shown = resolve;
});

/** What the person came for is on the screen: what may be needed next no longer keeps them waiting. */
export function firstWordsShown(): void {
  shown();
}

/** Do it once the first words are shown. */
export function afterFirstWords(act: () => void): void {
  void firstWords.then(act);
}
