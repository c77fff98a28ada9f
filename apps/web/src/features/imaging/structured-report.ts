import { first, text, type DicomJson } from './dicom-json.ts';

/** One line of a structured report (PS3.3 C.17.3), with what is said below it. */
export interface ReportLine {
  /** What the line is about; null where it has no name. */
  name: string | null;
  /** As it stands, in its own words and units; null for a heading. Dates as ISO 8601. */
  value: string | null;
  kind: 'text' | 'date' | 'dateTime' | 'heading' | 'reference' | 'place';
  children: ReportLine[];
}
export interface StructuredReport {
  title: string | null;
  /** When its content was made, ISO 8601. */
  date: string | null;
  observers: string[];
  isComplete: boolean | null;
  isVerified: boolean | null;
  lines: ReportLine[];
}
/** A series of which a selection names objects. */
export interface Reference {
  series: string;
  objects: number;
}

const items = (json: DicomJson | undefined, tag: string) => (json?.[tag]?.Value ?? []) as DicomJson[];
const item = (json: DicomJson | undefined, tag: string) => items(json, tag)[0];

/** The words of a code, else the code itself with its scheme. */
function codeWords(code: DicomJson | undefined): string | null {
  if (!code) return null;
  const value = text(code, '00080100') || text(code, '00080119') || text(code, '00080120');
  return text(code, '00080104') || [value, text(code, '00080102')].filter(Boolean).join(' ') || null;
}

/** `Durand^Claire^^Dr` as people write it. */
export function personName(value: unknown): string {
  const name = value as { Alphabetic?: string } | string | null | undefined;
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = (
    typeof name === 'string' ? name : (name?.Alphabetic ?? '')
  ).split('^');
  return [prefix, given, middle, family, suffix].filter(Boolean).join(' ');
}

/** `20261127`, `142530.12` and both together, as ISO 8601; as it stands where it is neither. */
export function isoOf(date: string, time = ''): string {
  const [, y, m, d] = /^(\d{4})(\d{2})(\d{2})/.exec(date) ?? [];
  const [, h, min, s = '00'] = /^(\d{2})(\d{2})(\d{2})?/.exec(time) ?? [];
  if (!y) return date;
  return h && min ? `${y}-${m}-${d}T${h}:${min}:${s}` : `${y}-${m}-${d}`;
}

/** Numbers are not computed with, so they stand as they were written, with the unit a reader knows. */
function numberWords(line: DicomJson): string | null {
  const measured = item(line, '0040A300'),
    unit = item(measured, '004008EA');
  const value = text(measured ?? {}, '0040A30A');
  if (!value) return codeWords(item(line, '0040A301')); // why there is no number
  const code = text(unit ?? {}, '00080100');
  const known =
    code === '1' || /^\{.*\}$/.test(code) ? (code === '1' ? '' : code.slice(1, -1)) : code || codeWords(unit);
  return [value, known].filter(Boolean).join('\u00a0');
}

const readers: Record<string, (line: DicomJson) => Pick<ReportLine, 'value' | 'kind'>> = {
  TEXT: (line) => ({ value: text(line, '0040A160'), kind: 'text' }),
  NUM: (line) => ({ value: numberWords(line), kind: 'text' }),
  CODE: (line) => ({ value: codeWords(item(line, '0040A168')), kind: 'text' }),
  PNAME: (line) => ({ value: personName(first(line, '0040A123')), kind: 'text' }),
  UIDREF: (line) => ({ value: text(line, '0040A124'), kind: 'reference' }),
  DATE: (line) => ({ value: isoOf(text(line, '0040A121')), kind: 'date' }),
  TIME: (line) => ({ value: text(line, '0040A122').replace(/^(\d{2})(\d{2}).*$/, '$1:$2'), kind: 'text' }),
  DATETIME: (line) => {
    const said = text(line, '0040A120');
    return { value: isoOf(said, said.slice(8)), kind: 'dateTime' };
  },
  IMAGE: (line) => ({ value: text(item(line, '00081199') ?? {}, '00081155'), kind: 'reference' }),
  COMPOSITE: (line) => ({ value: text(item(line, '00081199') ?? {}, '00081155'), kind: 'reference' }),
  WAVEFORM: (line) => ({ value: text(item(line, '00081199') ?? {}, '00081155'), kind: 'reference' }),
  SCOORD: (line) => ({ value: text(line, '00700023'), kind: 'place' }),
  SCOORD3D: (line) => ({ value: text(line, '00700023'), kind: 'place' }),
  TCOORD: (line) => ({ value: text(line, '0040A130'), kind: 'place' }),
};

function readLine(line: DicomJson): ReportLine {
  const type = text(line, '0040A040');
  const said = readers[type]?.(line) ?? { value: null, kind: 'heading' as const };
  return {
    name: codeWords(item(line, '0040A043')),
    ...said,
    // a kind of line that nobody here reads is said, not dropped
    value: said.value || (type && type !== 'CONTAINER' && !readers[type] ? type : null),
    children: items(line, '0040A730').map(readLine),
  };
}

/** A structured report as its metadata tell it: the tree of its content, in its order. */
export function structuredReport(object: DicomJson): StructuredReport {
  const lines = items(object, '0040A730').map(readLine);
  const date = text(object, '00080023') || text(object, '00080020');
  const observers = [
    ...items(object, '0040A073').map((o) => personName(first(o, '0040A075'))),
    ...items(object, '0040A078').map((o) => personName(first(o, '0040A123'))),
    ...items(object, '0040A730')
      .filter((l) => text(item(l, '0040A043') ?? {}, '00080100') === '121008') // Person Observer Name
      .map((l) => personName(first(l, '0040A123'))),
  ].filter(Boolean);
  const flag = (tag: string, yes: string) => (text(object, tag) ? text(object, tag) === yes : null);
  return {
    title: codeWords(item(object, '0040A043')),
    date: date ? isoOf(date, text(object, '00080033')) : null,
    observers: [...new Set(observers)],
    isComplete: flag('0040A491', 'COMPLETE'),
    isVerified: flag('0040A493', 'VERIFIED'),
    lines,
  };
}

/** What a selection (PS3.3 C.17.6) points at, by series. */
export function references(object: DicomJson): Reference[] {
  return items(object, '0040A375')
    .flatMap((study) => items(study, '00081115'))
    .map((series) => ({ series: text(series, '0020000E'), objects: items(series, '00081199').length }));
}
