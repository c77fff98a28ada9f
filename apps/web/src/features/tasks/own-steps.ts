let isOwn = false;

/** What a step of one's own adds to the number that waits is no news. */
export function noteOwnStep(): void {
  isOwn = true;
}

/** How many of those that came with this reading of the number are one's own; asked once a reading. */
export function takeOwn(): number {
  const own = isOwn ? 1 : 0;
  isOwn = false;
  return own;
}
