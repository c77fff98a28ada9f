import type { JsonDataset } from './json-model.ts';
import type { PixelMap } from './pixels.ts';
import type { StoredInstance } from './frames.ts';
import { shiftsBits } from './sent-frame.ts';
import type { DicomStore } from './store.ts';

/** What a WADO-RS path names. */
export interface Target {
  study: string;
  series?: string;
  instance?: string;
}

const columns = 'uid, series_uid, study_uid, transfer_syntax, file, size, digest, metadata, pixels';
const conditions = ({ series, instance }: Target) =>
  `study_uid = ?${series ? ' AND series_uid = ?' : ''}${instance ? ' AND uid = ?' : ''}`;
const values = ({ study, series, instance }: Target) => [
  study,
  ...(series ? [series] : []),
  ...(instance ? [instance] : []),
];

/** Instances below the target in the order of their series and numbers; empty when there is no such thing. */
export function* instancesOf(store: DicomStore, target: Target): Generator<StoredInstance> {
  const sql = `SELECT ${columns} FROM instance WHERE ${conditions(target)} ORDER BY series_uid, number, uid`;
  for (const row of store.db.prepare(sql).iterate(...values(target))) yield asInstance(store, row);
}

/** One instance standing for the target: itself, or the middle one having pixels. */
export function representative(store: DicomStore, target: Target): StoredInstance | null {
  const total = Number(
    store.db
      .prepare(`SELECT COUNT(*) n FROM instance WHERE ${conditions(target)} AND pixels IS NOT NULL`)
      .get(...values(target))?.['n'] ?? 0,
  );
  const order = target.series ? 'number, uid' : 'series_uid, number, uid';
  const sql = `SELECT ${columns} FROM instance WHERE ${conditions(target)} AND (pixels IS NOT NULL OR ? = 0) ORDER BY ${order} LIMIT 1 OFFSET ?`;
  const row = store.db.prepare(sql).get(...values(target), total, Math.floor(total / 2));
  return row ? asInstance(store, row) : null;
}

/** Metadata as JSON text with absolute bulk data addresses, one instance at a time. */
export function* metadataOf(store: DicomStore, target: Target, base: string): Generator<string> {
  const sql = `SELECT uid, series_uid, metadata FROM instance WHERE ${conditions(target)} ORDER BY series_uid, number, uid`;
  for (const row of store.db.prepare(sql).iterate(...values(target))) {
    const root = `${base}/studies/${target.study}/series/${String(row['series_uid'])}/instances/${String(row['uid'])}/`;
    // Only a key can be followed by a colon: a value holding these words has its quotes escaped.
    yield asSent(String(row['metadata'])).replaceAll('"BulkDataURI":"', `"BulkDataURI":"${root}`);
  }
}

/** Metadata describe the frames as they are sent: those whose samples stand too high are moved (sent-frame.ts). */
function asSent(text: string): string {
  const [, stored, high] =
    /"00280101":\{"vr":"US","Value":\[(\d+)\]\},"00280102":\{"vr":"US","Value":\[(\d+)\]\}/.exec(text) ?? [];
  if (stored === undefined || Number(high) === Number(stored) - 1) return text;
  const metadata = JSON.parse(text) as JsonDataset;
  if (!shiftsBits(metadata)) return text;
  metadata['00280102'] = { vr: 'US', Value: [Number(stored) - 1] };
  return JSON.stringify(metadata);
}

function asInstance(store: DicomStore, row: Record<string, unknown>): StoredInstance {
  return {
    uid: String(row['uid']),
    series: String(row['series_uid']),
    study: String(row['study_uid']),
    transferSyntax: String(row['transfer_syntax']),
    path: store.fileOf(String(row['file'])),
    size: Number(row['size']),
    digest: String(row['digest']),
    metadata: JSON.parse(String(row['metadata'])) as JsonDataset,
    pixels: row['pixels'] ? (JSON.parse(String(row['pixels'])) as PixelMap) : null,
  };
}
