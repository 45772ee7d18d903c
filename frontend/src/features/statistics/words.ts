/** Says what the catalogue of the server calls something, by the end of its key. */
export const sayer = (texts: Record<string, string>) => (key: string) => texts[`statistics.${key}`] ?? key;
