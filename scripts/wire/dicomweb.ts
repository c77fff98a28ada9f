import { randomBytes } from 'node:crypto';
import { reach, type Connection } from './connection.ts';

export type DicomJson = Record<string, { vr: string; Value?: unknown[] } | undefined>;
/** What STOW-RS answered: studies that now hold something new, how many went in and how many were refused and why. */
export interface StowResult { stored: number; failed: number; studies: string[]; reasons: number[]; status: number }

/** Stores Part 10 files in one request. Throws only when the server cannot be reached or breaks. */
export async function stow(c: Connection, files: readonly Uint8Array[]): Promise<StowResult> {
  const boundary = `keneyapp-${randomBytes(12).toString('hex')}`;
  const parts: Uint8Array[] = [];
  for (const file of files) parts.push(Buffer.from(`\r\n--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`), file);
  parts.push(Buffer.from(`\r\n--${boundary}--\r\n`));
  const response = await reach(`${c.dicomwebUrl}/studies`, { method: 'POST', headers: { authorization: `Bearer ${await c.token()}`, accept: 'application/dicom+json', 'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}` }, body: new Blob(parts as BlobPart[]) });
  const text = await response.text();
  if (response.status >= 500 || response.status === 401 || response.status === 403) throw new Error(`the DICOMweb server answered ${response.status}`);
  return readStow(response.status, text, files.length);
}

function readStow(status: number, text: string, sent: number): StowResult {
  let body: DicomJson;
  try { const parsed: unknown = text === '' ? {} : JSON.parse(text); body = (Array.isArray(parsed) ? parsed[0] : parsed) as DicomJson; } catch { body = {}; }
  const items = (tag: string) => (body[tag]?.Value ?? []) as DicomJson[];
  const stored = items('00081199'), failed = [...items('00081198'), ...items('0008119A')];
  const urls = [...stored.map((s) => string(s, '00081190')), string(body, '00081190')];
  const studies = [...new Set(urls.flatMap((url) => /\/studies\/([0-9.]+)/.exec(url ?? '')?.[1] ?? []))];
  const accepted = status === 200 || status === 202 ? (stored.length || (status === 200 ? sent : 0)) : stored.length;
  return { status, stored: accepted, failed: Math.max(failed.length, sent - accepted), studies, reasons: failed.map((f) => Number(f['00081197']?.Value?.[0] ?? 0)) };
}

/** First value of a tag as text. */
export function string(item: DicomJson | undefined, tag: string): string | undefined {
  const value = item?.[tag]?.Value?.[0];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}

/** A QIDO-RS search; 204 and 404 are an empty answer. */
export async function qido(c: Connection, path: string): Promise<DicomJson[]> {
  const response = await reach(`${c.dicomwebUrl}/${path}`, { headers: { authorization: `Bearer ${await c.token()}`, accept: 'application/dicom+json' } });
  if (response.status === 204 || response.status === 404) { await response.body?.cancel(); return []; }
  if (!response.ok) { await response.body?.cancel(); throw new Error(`the DICOMweb server answered ${response.status} to a query`); }
  return (await response.json()) as DicomJson[];
}
