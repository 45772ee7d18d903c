/** Some that follow each other, each without what all of them end with. `shared`: that; '' of one alone. */
interface Alike<Text> {
  several: Text[];
  shared: string;
}

const BETWEEN = '\n\n';

/** Those in a row that end with the same paragraphs, together; each keeps its first paragraph. */
export function alikeAtTheEnd<Text extends { text: string }>(texts: readonly Text[]): Alike<Text>[] {
  const rows: Text[][] = [];
  for (const each of texts) {
    const row = rows.at(-1);
    if (row?.[0] && lengthAlike([row[0], each]) > 0) row.push(each);
    else rows.push([each]);
  }
  return rows.map((row) => {
    const length = row.length > 1 ? lengthAlike(row) : 0;
    if (length === 0) return { several: row, shared: '' };
    const several = row.map((each) => ({ ...each, text: paragraphs(each).slice(0, -length).join(BETWEEN) }));
    return { several, shared: row[0] ? paragraphs(row[0]).slice(-length).join(BETWEEN) : '' };
  });
}

const paragraphs = ({ text }: { text: string }) => text.split(BETWEEN);

/** With how many paragraphs all of them end alike. */
function lengthAlike(texts: readonly { text: string }[]): number {
  const [first = [], ...others] = texts.map(paragraphs);
  const most = Math.min(first.length, ...others.map(({ length }) => length)) - 1;
  let length = 0;
  while (length < most && others.every((each) => each.at(-1 - length) === first.at(-1 - length))) length += 1;
  return length;
}
