import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SQLInputValue } from 'node:sqlite';
import { isUid } from './check-file.ts';
import type { JsonDataset } from './json-model.ts';
import {
  availability,
  instanceTags,
  instancesInSeries,
  instancesInStudy,
  modalitiesInStudy,
  retrieveUrl,
  seriesInStudy,
  seriesTags,
  sopClassesInStudy,
  studyTags,
} from './levels.ts';
import { chooseType, jsonTypes } from './media.ts';
import { listed, matches } from './qido-match.ts';
import type { DicomStore } from './store.ts';
import { tagOf } from './vr.ts';

type Level = 'study' | 'series' | 'instance';
interface Query {
  filters: Map<string, string>;
  include: Set<string>;
  all: boolean;
  limit: number;
  offset: number;
  warnings: string[];
}
interface Found {
  json: JsonDataset;
  metadata: () => JsonDataset;
}

const maxResults = 5_000;
/** Values only letters, digits and wildcards of a pattern; a longer one costs more than it can find. */
const maxValue = 1024;

/** QIDO-RS, PS3.18 10.6: studies, series and instances at every level. */
export function qidoRoutes(app: FastifyInstance, store: DicomStore, base: string): void {
  const search = (level: Level) => (request: FastifyRequest, reply: FastifyReply) => {
    const params = request.params as { study?: string; series?: string };
    for (const uid of [params.study, params.series])
      if (uid !== undefined && !isUid(uid)) return reply.code(400).send({ error: 'not a UID' });
    const answered = chooseType(request.headers.accept, jsonTypes);
    if (!answered) return reply.code(406).send({ error: 'results are sent as application/dicom+json' });
    const query = readQuery(request.query as Record<string, string | string[]>);
    if (typeof query === 'string') return reply.code(400).send({ error: query });
    if (params.study) query.filters.set('0020000D', params.study);
    if (params.series) query.filters.set('0020000E', params.series);
    const { rows, more } = run(store, level, query, base);
    if (more > 0) query.warnings.push(`There are ${more} additional results that can be requested`);
    for (const warning of query.warnings) void reply.header('warning', `299 dicom-web: "${warning}"`);
    return reply
      .type(answered)
      .header('cache-control', 'no-store')
      .send(Buffer.from(JSON.stringify(rows)));
  };
  app.get('/studies', search('study'));
  app.get('/series', search('series'));
  app.get('/instances', search('instance'));
  app.get('/studies/:study/series', search('series'));
  app.get('/studies/:study/instances', search('instance'));
  app.get('/studies/:study/series/:series/instances', search('instance'));
}

function readQuery(input: Record<string, string | string[]>): Query | string {
  const query: Query = {
    filters: new Map(),
    include: new Set(),
    all: false,
    limit: 1000,
    offset: 0,
    warnings: [],
  };
  for (const [name, raw] of Object.entries(input)) {
    const value = Array.isArray(raw) ? raw.join(',') : raw;
    if (value.length > maxValue * 32) return `${name} is too long`;
    if (name === 'limit' || name === 'offset') {
      if (!/^\d{1,9}$/.test(value)) return `${name} is not a number`;
      query[name] = Number(value);
    } else if (name === 'includefield') {
      for (const field of value.split(',')) {
        const tag = field === 'all' ? null : tagOf(field.trim());
        if (field === 'all') query.all = true;
        else if (tag) query.include.add(tag);
      }
    } else if (name === 'fuzzymatching') {
      if (value === 'true')
        query.warnings.push(
          'The fuzzymatching parameter is not supported. Only literal matching has been performed.',
        );
    } else if (name !== 'accept') {
      const tag = tagOf(name);
      if (tag === null) return `unknown attribute ${JSON.stringify(name.slice(0, 64))}`;
      query.filters.set(tag, value);
    }
  }
  query.limit = Math.min(query.limit, maxResults);
  return query;
}

const sources: Record<Level, string> = {
  study: 'SELECT s.uid study, s.attrs a FROM study s',
  series:
    'SELECT s.uid study, s.attrs a, e.uid series, e.attrs b FROM series e JOIN study s ON s.uid = e.study_uid',
  instance:
    'SELECT s.uid study, s.attrs a, e.uid series, e.attrs b, i.uid instance, i.metadata c FROM instance i JOIN series e ON e.uid = i.series_uid JOIN study s ON s.uid = i.study_uid',
};
const orders: Record<Level, string> = {
  study: 's.study_date DESC, s.study_time DESC, s.uid',
  series: 's.study_date DESC, s.study_time DESC, s.uid, e.number, e.uid',
  instance: 's.study_date DESC, s.study_time DESC, s.uid, e.number, e.uid, i.number, i.uid',
};

function run(
  store: DicomStore,
  level: Level,
  query: Query,
  base: string,
): { rows: JsonDataset[]; more: number } {
  const { where, values } = indexed(level, query.filters);
  const rows: JsonDataset[] = [];
  let found = 0;
  for (const row of store.db
    .prepare(`${sources[level]} ${where} ORDER BY ${orders[level]}`)
    .iterate(...values)) {
    const candidate = asFound(store, level, row as Record<string, string>, base);
    if (
      ![...query.filters].every(([tag, wanted]) =>
        matches(candidate.json[tag] ? candidate.json : candidate.metadata(), tag, wanted),
      )
    )
      continue;
    found += 1;
    if (found > query.offset && rows.length < query.limit) rows.push(withIncluded(candidate, query));
  }
  return { rows, more: Math.max(0, found - query.offset - rows.length) };
}

/** The conditions an index answers; the rest is compared value by value. */
function indexed(level: Level, filters: Map<string, string>): { where: string; values: SQLInputValue[] } {
  const conditions: string[] = [];
  const values: SQLInputValue[] = [];
  const anyOf = (column: string, tag: string, parts: string[]) => {
    if (!filters.get(tag) || filters.get(tag) === '*') return;
    conditions.push(`${column} IN (${parts.map(() => '?').join(',')})`);
    values.push(...parts);
  };
  anyOf('s.uid', '0020000D', listed(filters.get('0020000D') ?? ''));
  if (level !== 'study') anyOf('e.uid', '0020000E', listed(filters.get('0020000E') ?? ''));
  if (level === 'instance') anyOf('i.uid', '00080018', listed(filters.get('00080018') ?? ''));
  const patient = filters.get('00100020');
  if (patient && !/[*?]/.test(patient)) anyOf('s.patient_id', '00100020', [patient]);
  return { where: conditions.length ? `WHERE ${conditions.join(' AND ')}` : '', values };
}

function asFound(store: DicomStore, level: Level, row: Record<string, string>, base: string): Found {
  const { study = '', series = '', instance = '', a = '{}', b = '{}', c = '{}' } = row;
  const parse = (text: string) => JSON.parse(text) as JsonDataset;
  const metadata =
    level === 'instance'
      ? () => parse(c)
      : () => firstMetadata(store, level, level === 'study' ? study : series);
  const json: JsonDataset = { ...parse(a), ...studyCounts(store, study) };
  let url = `${base}/studies/${study}`;
  if (level !== 'study') {
    Object.assign(json, parse(b), {
      [instancesInSeries]: count(store, 'SELECT COUNT(*) n FROM instance WHERE series_uid = ?', series),
    });
    url += `/series/${series}`;
  }
  if (level === 'instance') {
    const whole = parse(c);
    for (const tag of instanceTags) if (whole[tag]) json[tag] = whole[tag];
    url += `/instances/${instance}`;
  }
  json[retrieveUrl] = { vr: 'UR', Value: [url] };
  json[availability] = { vr: 'CS', Value: ['ONLINE'] };
  return { json, metadata };
}

function studyCounts(store: DicomStore, study: string): JsonDataset {
  const list = (sql: string) =>
    store.db
      .prepare(sql)
      .all(study)
      .map((r) => String(r['v']))
      .filter(Boolean);
  return {
    [modalitiesInStudy]: {
      vr: 'CS',
      Value: list('SELECT DISTINCT modality v FROM series WHERE study_uid = ? ORDER BY 1'),
    },
    [sopClassesInStudy]: {
      vr: 'UI',
      Value: list('SELECT DISTINCT sop_class v FROM instance WHERE study_uid = ? ORDER BY 1'),
    },
    [seriesInStudy]: count(store, 'SELECT COUNT(*) n FROM series WHERE study_uid = ?', study),
    [instancesInStudy]: count(store, 'SELECT COUNT(*) n FROM instance WHERE study_uid = ?', study),
  };
}

function count(store: DicomStore, sql: string, uid: string): { vr: string; Value: number[] } {
  return { vr: 'IS', Value: [Number(store.db.prepare(sql).get(uid)?.['n'] ?? 0)] };
}

/** Attributes beyond those of the level are taken from its first instance. */
function firstMetadata(store: DicomStore, level: 'study' | 'series', uid: string): JsonDataset {
  const row = store.db
    .prepare(`SELECT metadata FROM instance WHERE ${level}_uid = ? ORDER BY number, uid LIMIT 1`)
    .get(uid);
  return JSON.parse(String(row?.['metadata'] ?? '{}')) as JsonDataset;
}

function withIncluded({ json, metadata }: Found, { include, all }: Query): JsonDataset {
  const missing = [...include].filter((tag) => !json[tag]);
  if (all || missing.length) {
    const whole = metadata();
    for (const tag of all ? [...studyTags, ...seriesTags, ...instanceTags].filter((t) => !json[t]) : missing)
      if (whole[tag]) json[tag] = whole[tag];
  }
  return Object.fromEntries(Object.entries(json).sort(([x], [y]) => (x < y ? -1 : 1)));
}
