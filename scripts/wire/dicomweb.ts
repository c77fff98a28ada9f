import { randomBytes } from 'node:crypto';
import { reach, type Connection } from './connection.ts';
import { redact, RefusedError } from './fhir.ts';

export type DicomJson = Record<string, { vr: string; Value?: unknown[] } | undefined>;
/** What STOW-RS answered: studies that now hold something new, how many went in and how many were refused and why. */
export interface StowResult {
  stored: number;
  failed: number;
  /** Of the failed, those of which another object of the same SOPInstanceUID is kept already. */
  duplicates: number;
  studies: string[];
  /** The study of each file sent, in their order; only when all went in. */
  studyOf: string[];
  reasons: string[];
  status: number;
}

/** Stores Part 10 files in one request. Throws only when the server cannot be reached or breaks. */
export async function stow(c: Connection, files: readonly (Uint8Array | Blob)[]): Promise<StowResult> {
  const boundary = `keneyapp-${randomBytes(12).toString('hex')}`;
  const parts: (Uint8Array | Blob)[] = [];
  for (const file of files)
    parts.push(Buffer.from(`\r\n--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`), file);
  parts.push(Buffer.from(`\r\n--${boundary}--\r\n`));
  const response = await reach(`${c.dicomwebUrl}/studies`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await c.token()}`,
      accept: 'application/dicom+json',
      'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}`,
    },
    body: new Blob(parts as (Blob | Uint8Array<ArrayBuffer>)[]),
  });
  const text = await response.text();
  if (response.status > 501 || response.status === 401 || response.status === 403)
    throw new Error(`the DICOMweb server answered ${response.status}`);
  return readStow(response.status, text, files.length);
}

function readStow(status: number, text: string, sent: number): StowResult {
  let body: DicomJson;
  try {
    const parsed: unknown = text === '' ? {} : JSON.parse(text);
    body = (Array.isArray(parsed) ? parsed[0] : parsed) as DicomJson;
  } catch {
    body = {};
  }
  const items = (tag: string) => (body[tag]?.Value ?? []) as DicomJson[];
  const stored = items('00081199'),
    failed = [...items('00081198'), ...items('0008119A')];
  const studyIn = (url: string | undefined) => /\/studies\/([0-9.]+)/.exec(url ?? '')?.[1] ?? '';
  const of = stored.map((s) => studyIn(string(s, '00081190'))),
    studies = [...new Set([...of, studyIn(string(body, '00081190'))])].filter(Boolean);
  const accepted =
    status === 200 || status === 202 ? stored.length || (status === 200 ? sent : 0) : stored.length;
  return {
    status,
    stored: accepted,
    failed: Math.max(failed.length, sent - accepted),
    duplicates: failed.filter((item) => codeOf(item) === 0x0111).length,
    studies,
    studyOf: stored.length === sent ? of : [],
    reasons: failed.map(reasonOf),
  };
}

const codes: Record<number, string> = {
  0x0110: 'processing failure',
  0x0111: 'another object already has its SOPInstanceUID',
  0x0122: 'this kind of object is not kept',
  0x0124: 'not authorised',
  0x0117: 'an identifier is not valid',
};

/** FailureReason (0008,1197). */
const codeOf = (item: DicomJson): number => Number(item['00081197']?.Value?.[0] ?? 0);

/** The server's comment without what it quotes, or the meaning of the failure code (PS3.18, table I.2-2). */
function reasonOf(item: DicomJson): string {
  const code = codeOf(item),
    comment = string(item, '00000902')?.replace(/^part \d+: /, '');
  if (comment) return redact(comment);
  return (
    codes[code] ??
    (code >= 0xc000
      ? 'not understood as a DICOM object'
      : code >= 0xa900 && code < 0xb000
        ? 'not what its SOP class asks for'
        : code >= 0xa700 && code < 0xa800
          ? 'the server is out of space'
          : `refused with code ${code.toString(16)}`)
  );
}

/** First value of a tag as text. */
export function string(item: DicomJson | undefined, tag: string): string | undefined {
  const value = item?.[tag]?.Value?.[0];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}

/** A QIDO-RS search; 204 and 404 are an empty answer. */
export async function qido(c: Connection, path: string): Promise<DicomJson[]> {
  const response = await reach(`${c.dicomwebUrl}/${path}`, {
    headers: { authorization: `Bearer ${await c.token()}`, accept: 'application/dicom+json' },
  });
  if (response.status === 204 || response.status === 404) {
    await response.body?.cancel();
    return [];
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw new RefusedError(response.status, 'from the DICOMweb server, to a query');
  }
  return (await response.json()) as DicomJson[];
}
