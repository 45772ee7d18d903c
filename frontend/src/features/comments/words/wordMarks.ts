type WordMarks = typeof import('./commentedWords');

let marks: WordMarks | null = null;

/** Load what marks words in the editor, together with it: whoever reads without an editor needs none of both. */
export async function loadWordMarks(): Promise<void> {
  marks ??= await import('./commentedWords');
}

/** What marks words in the editor. @throws Error when it was not loaded with it */
export function wordMarks(): WordMarks {
  if (!marks) throw new Error('an editor without what marks its words');
  return marks;
}
