/** What stands before a sign, and after an opening quote; the number of a list or a unit is none of it. */
const before = / ([;?!])/g;
const wide = / ([:»])|« /g;

const spaced = (text: string): string =>
  text
    .replace(before, '\u202f$1')
    .replace(wide, (_, sign?: string) => (sign === undefined ? '«\u00a0' : `\u00a0${sign}`));

/**
 * French texts with the spaces that do not break, thin before `; ? !` and whole before `:` and within quotes, so that no line
 * begins with a sign. They are written with plain spaces: a space that nobody sees is not kept right by hand.
 */
export function withFrenchSpacing<T>(messages: T): T {
  if (typeof messages === 'string') return spaced(messages) as T;
  if (Array.isArray(messages)) return messages.map((one: unknown) => withFrenchSpacing(one)) as T;
  if (typeof messages !== 'object' || messages === null) return messages;
  return Object.fromEntries(
    Object.entries(messages).map(([key, value]) => [key, withFrenchSpacing<unknown>(value)]),
  ) as T;
}
