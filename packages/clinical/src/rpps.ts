/** National number of a health professional. Source: ANS, Répertoire partagé des professionnels de santé; 11 digits, the last a Luhn key (ISO/IEC 7812-1 annex B). */
export const rppsSystem = 'https://rpps.esante.gouv.fr';
/** National identifier of a person in French exchanges: `8` + RPPS. */
export const nationalProfessionalSystem = 'urn:oid:1.2.250.1.71.4.2.1';

/** True when the digits end with their Luhn key. */
export function hasLuhnKey(digits: string): boolean {
  if (!/^\d+$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, char, i) => {
    const digit = Number(char) * (i % 2 === 1 ? 2 : 1);
    return total + (digit > 9 ? digit - 9 : digit);
  }, 0);
  return sum % 10 === 0;
}

/** The digit that makes `digits` + key pass. */
export function luhnKey(digits: string): string | null {
  return ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'].find((key) => hasLuhnKey(digits + key)) ?? null;
}

/** Accepts spaces; true for 11 digits with their key. */
export function isRpps(text: string): boolean {
  const digits = text.replace(/\s/g, '');
  return digits.length === 11 && hasLuhnKey(digits);
}
