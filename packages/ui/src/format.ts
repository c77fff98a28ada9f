/** Writing dates, numbers and units for people. Pure: language and clock are given. Times are those of the hospital. */
export type FormatLocale = 'fr' | 'en';

const tags = { fr: 'fr-FR', en: 'en-GB' } as const;
const zone = 'Europe/Paris';

const cache = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>();
function cached<T extends Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat>(
  key: string,
  make: () => T,
): T {
  let value = cache.get(key);
  if (!value) cache.set(key, (value = make()));
  return value as T;
}

const partial = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/** The instant of a FHIR dateTime, or of the start of a date of any precision (UTC); NaN when it is neither. */
export function instantOf(value: string): number {
  const [, year, month, day] = partial.exec(value) ?? [];
  return year ? Date.UTC(Number(year), Number(month ?? 1) - 1, Number(day ?? 1)) : Date.parse(value);
}

/** The last instant a FHIR date may stand for: a day, month or year lasts until it ends in the hospital. NaN when it is no date. */
export function lastInstantOf(value: string): number {
  const [, year, month, day] = partial.exec(value) ?? [];
  if (!year) return Date.parse(value);
  const end = day
    ? Date.UTC(Number(year), Number(month) - 1, Number(day) + 1)
    : month
      ? Date.UTC(Number(year), Number(month))
      : Date.UTC(Number(year) + 1, 0);
  // at midnight UTC the clock of the hospital shows how many hours it is ahead
  const ahead = Number(formatTime(new Date(end).toISOString(), 'fr')?.slice(0, 2));
  return end - ahead * 3_600_000 - 1;
}

/** `1984` → 1984, `1984-07` → 07/1984, `1984-07-12` → 12/07/1984, an instant → its day in Paris. Null for what is no date. */
export function formatDate(value: string | null | undefined, locale: FormatLocale): string | null {
  if (!value) return null;
  const [, year, month, day] = partial.exec(value) ?? [];
  if (year) return day ? `${day}/${month}/${year}` : month ? `${month}/${year}` : year;
  const at = Date.parse(value);
  if (Number.isNaN(at)) return null;
  return cached(
    `d${locale}`,
    () =>
      new Intl.DateTimeFormat(tags[locale], {
        timeZone: zone,
        day: '2-digit',
        month: '2-digit',
        year: 'numeric',
      }),
  ).format(at);
}

/** `12/07/1984 14:05`; a date without a time stays a date. */
export function formatDateTime(value: string | null | undefined, locale: FormatLocale): string | null {
  const date = formatDate(value, locale);
  const time = formatTime(value, locale);
  return date && time ? `${date} ${time}` : date;
}

/** `14:05`, or null when the value has no time. */
export function formatTime(value: string | null | undefined, locale: FormatLocale): string | null {
  if (!value || partial.test(value)) return null;
  const at = Date.parse(value);
  if (Number.isNaN(at)) return null;
  return cached(
    `t${locale}`,
    () =>
      new Intl.DateTimeFormat(tags[locale], {
        timeZone: zone,
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      }),
  ).format(at);
}

const steps: [Intl.RelativeTimeFormatUnit, number, number][] = [
  // unit, its milliseconds, up to how many
  ['minute', 60_000, 60],
  ['hour', 3_600_000, 24],
  ['day', 86_400_000, 14],
  ['week', 604_800_000, 9],
  ['month', 2_629_800_000, 24],
  ['year', 31_557_600_000, Infinity],
];

/** `il y a 2 h`, `hier`, `il y a 3 ans`; as precise as the value is (a year is never "5 months ago"). Null for what is no date. */
export function formatRelative(
  value: string | null | undefined,
  now: number,
  locale: FormatLocale,
): string | null {
  if (!value) return null;
  const at = instantOf(value);
  if (Number.isNaN(at)) return null;
  const [, year, month, day] = partial.exec(value) ?? [];
  const writer = relativeWriter(locale);
  if (year) {
    const today = formatDate(new Date(now).toISOString(), 'fr')?.split('/').map(Number) as [
      number,
      number,
      number,
    ];
    if (!month) return writer.format(Number(year) - today[2], 'year');
    if (!day) {
      const months = (Number(year) - today[2]) * 12 + Number(month) - today[1];
      return Math.abs(months) < 24
        ? writer.format(months, 'month')
        : writer.format(Math.trunc(months / 12), 'year');
    }
    const days = Math.round((at - Date.UTC(today[2], today[1] - 1, today[0])) / 86_400_000);
    return spell(writer, days * 86_400_000, 2);
  }
  return Math.abs(at - now) < 60_000 ? writer.format(0, 'second') : spell(writer, at - now, 0);
}

interface RelativeWriter {
  format(count: number, unit: Intl.RelativeTimeFormatUnit): string;
}

/** Minutes, hours and days as everybody shortens them; longer ones in full: nobody reads `2 m.` as two months. */
function relativeWriter(locale: FormatLocale): RelativeWriter {
  const styled = (style: 'short' | 'long') =>
    cached(`r${style}${locale}`, () => new Intl.RelativeTimeFormat(tags[locale], { style, numeric: 'auto' }));
  const isShort = /^(second|minute|hour|day)s?$/;
  return { format: (count, unit) => styled(isShort.test(unit) ? 'short' : 'long').format(count, unit) };
}

function spell(writer: RelativeWriter, difference: number, from: number): string {
  for (const [unit, ms, limit] of steps.slice(from)) {
    const count = Math.trunc(difference / ms);
    if (Math.abs(count) < limit) return writer.format(count === 0 ? 0 : count, unit);
  }
  return '';
}

/**
 * `1 234,5`: no trailing zero, a leading zero always. What a device or a converter added beyond use is cut: three
 * decimals below 10, two above, one from 1000 on; very small values keep three significant digits.
 */
export function formatNumber(value: number, locale: FormatLocale): string {
  const size = Math.abs(value);
  if (size !== 0 && size < 0.01)
    return cached(
      `ns${locale}`,
      () => new Intl.NumberFormat(tags[locale], { maximumSignificantDigits: 3 }),
    ).format(value);
  const digits = size < 10 ? 3 : size < 1000 ? 2 : 1;
  return cached(
    `n${digits}${locale}`,
    () => new Intl.NumberFormat(tags[locale], { maximumFractionDigits: digits }),
  ).format(value);
}

const written = /^[+-]?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/**
 * A number as it was written, `1.00` → `1,00`, with every digit it has. What a generator or a converter added beyond use
 * (six decimals and more) is cut to four significant digits: then `exact` has all of them.
 */
export function formatDigits(digits: string, locale: FormatLocale): { text: string; exact: string | null } {
  const [, whole = '', fraction = '', power = '0'] = written.exec(digits) ?? [];
  if (whole === '') return { text: digits, exact: null };
  const exponent = Number(power);
  // zeros that nobody wrote are not shown as digits
  if (exponent - fraction.length > 6) {
    const mantissa = formatDigits(digits.slice(0, digits.search(/e/i)), locale).text;
    return { text: `${mantissa} × 10${superscript(exponent)}`, exact: null };
  }
  const decimals = Math.min(100, Math.max(0, fraction.length - exponent));
  const write = (options: Intl.NumberFormatOptions) =>
    cached(`x${JSON.stringify(options)}${locale}`, () => new Intl.NumberFormat(tags[locale], options)).format(
      digits as `${number}`,
    );
  const exact = write({ minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const significant = (whole + fraction).replace(/^0+/, '').length;
  return decimals >= 6 && significant > 7
    ? { text: write({ maximumSignificantDigits: Math.max(4, whole.length) }), exact }
    : { text: exact, exact: null };
}

const superscript = (n: number): string =>
  `${n < 0 ? '⁻' : ''}${[...String(Math.abs(n))].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('')}`;

/** `2 j 4 h`, `45 min`: the two largest parts. */
export function formatMinutes(minutes: number, locale: FormatLocale): string {
  const total = Math.round(minutes);
  const day = locale === 'fr' ? 'j' : 'd';
  const [days, hours, rest] = [Math.floor(total / 1440), Math.floor((total % 1440) / 60), total % 60];
  if (days >= 10) return `${days} ${day}`;
  if (days > 0) return hours ? `${days} ${day} ${hours} h` : `${days} ${day}`;
  if (hours > 0) return rest ? `${hours} h ${String(rest).padStart(2, '0')}` : `${hours} h`;
  return `${rest} min`;
}
