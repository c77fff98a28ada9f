/**
 * Reads a time of the day as people type it: `8:30`, `08h30`, `8 h 30`, `8.30`, `0830`, `830`, `8h`, `8`.
 * @returns `08:30`; null for what is no time of a day of 24 hours.
 */
export function parseTypedTime(text: string): string | null {
  const plain = text.trim().toLowerCase();
  const [, hour, minute = '0'] =
    /^(\d{1,2})\s*(?:[h:.]\s*(\d{2})?)?$/.exec(plain) ?? /^(\d{1,2})(\d{2})$/.exec(plain) ?? [];
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return null;
  return `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
}
