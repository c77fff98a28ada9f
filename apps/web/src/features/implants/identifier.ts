import { parseUdi } from '@keneyapp/clinical';

/** Begun as GS1 writes it: it can be misread. */
export const saysGs1 = (udi: string): boolean => /^\s*(\(01\)|01\d)/.test(udi);
/** Nothing can be read from it: an identifier of another issuer, or none; it is kept as it is. */
export const isNotRead = (udi: string | null): boolean =>
  udi !== null && udi.trim() !== '' && parseUdi(udi) === null;
export const isKeptAsTyped = (udi: string): boolean => isNotRead(udi) && !saysGs1(udi);

/** Days, months or years: as far as both are said, it had expired when it was put in. */
export function hadExpired(expiry: string | null | undefined, implanted: string | null): boolean {
  if (!expiry || !implanted) return false;
  const said = Math.min(expiry.length, implanted.length, 10);
  return expiry.slice(0, said) < implanted.slice(0, said);
}
