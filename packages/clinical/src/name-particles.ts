/**
 * What stands before many family names and tells nobody apart, in lower case without accents: French, Italian, Spanish,
 * Portuguese, Dutch, German, Arabic, Irish. No standard lists them.
 */
export const nameParticles: ReadonlySet<string> = new Set(
  (
    'd de du des l la le les al el ul da dal dall dalla dei del della den der di do dos e y las los ' +
    'te van von zu in ben bin bint ibn o mc'
  ).split(' '),
);
