/**
 * Whether one slip of the hand makes one text of the other: a character too many or too few, another one, or two neighbours
 * that changed places. Takes as long as the texts are long.
 */
export function isOneSlip(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  const isRestEqual = (inA: number, inB: number) => a.slice(start + inA) === b.slice(start + inB);
  if (a.length > b.length) return isRestEqual(1, 0);
  if (a.length < b.length) return isRestEqual(0, 1);
  const haveChangedPlaces = a[start] === b[start + 1] && a[start + 1] === b[start];
  return isRestEqual(1, 1) || (haveChangedPlaces && isRestEqual(2, 2));
}
