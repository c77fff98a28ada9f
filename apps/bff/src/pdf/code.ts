import { randomInt } from 'node:crypto';

/** Crockford's base 32: no letter that is read as a digit. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `7QK3M-2X9RT`: names one printed document, by 50 bits of chance. */
export function newDocumentCode(): string {
  const five = () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('');
  return `${five()}-${five()}`;
}
