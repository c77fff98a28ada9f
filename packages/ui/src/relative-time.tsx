import { formatDateTime, formatRelative, type FormatLocale } from './format.ts';

export interface RelativeTimeProps {
  value: string | null;
  now: number;
  locale: FormatLocale;
  /** Shown without a value. */ unknown: string;
}

/** `il y a 2 h`; the absolute time on hover and to the screen reader, and on paper. */
export function RelativeTime({ value, now, locale, unknown }: RelativeTimeProps) {
  const absolute = formatDateTime(value, locale);
  if (!value || !absolute) return <span className="muted">{unknown}</span>;
  return (
    <time dateTime={value} title={absolute} style={{ whiteSpace: 'nowrap' }}>
      <span aria-hidden className="no-print" suppressHydrationWarning>
        {formatRelative(value, now, locale)}
      </span>
      <span className="visually-hidden">{absolute}</span>
      <span className="print-only" aria-hidden>
        {absolute}
      </span>
    </time>
  );
}
