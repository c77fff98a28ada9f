// Long because its cases share one application and one record, which take seconds to start.
import { randomBytes } from 'node:crypto';
import { connectFhir, FhirError, type FhirClient } from '@keneyapp/fhir-client';
import {
  callMutation,
  callQuery,
  entrustPatients,
  sandboxSystemToken,
  signInOverHttp,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import { isIdentityPaper, paperCategory } from '@keneyapp/fhir-model/identity-paper';
import type { Binary, DocumentReference, Patient } from '@medplum/fhirtypes';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paperBodyBytes } from './papers-schema.ts';
import type { PapersView, PaperView } from './view.ts';

let sandbox: RunningSandbox;
let bff: RunningBff;
let fhir: FhirClient;
let secretary: Visitor, nurse: Visitor, doctor: Visitor, pharmacist: Visitor, patient: Visitor;

beforeAll(async () => {
  sandbox = await sharedSandbox();
  bff = await sharedBff();
  const token = await sandboxSystemToken(sandbox);
  fhir = connectFhir({ baseUrl: sandbox.fhirUrl }).client({ token: async () => token });
  [secretary, nurse, doctor, pharmacist, patient] = (await Promise.all(
    ['secretaire', 'infirmier', 'medecin', 'pharmacien', 'patient'].map((name) =>
      signInOverHttp(bff, sandbox, name),
    ),
  )) as [Visitor, Visitor, Visitor, Visitor, Visitor];
  await fhir.update({ resourceType: 'Patient', id: 'pat-demo', name: [{ family: 'Essai' }] });
  await entrustPatients(sandbox, ['pat-demo']);
}, 240_000);
afterAll(() => sandbox?.stop());

const somebody = async (): Promise<string> =>
  (await fhir.create<Patient>({ resourceType: 'Patient', name: [{ family: 'Papier' }] })).id ?? '';

/** A card with something on it, so that it is no empty area. */
const card = (width = 1_000, height = 640) =>
  sharp({ create: { width, height, channels: 3, background: '#b9cfe4' } }).composite([
    {
      input: Buffer.from(
        `<svg width="${width}" height="${height}"><rect x="40" y="40" width="240" height="300" fill="#444"/></svg>`,
      ),
    },
  ]);
const pdf = (more = '') =>
  Buffer.from(`%PDF-1.4\n1 0 obj<</Type/Catalog${more}>>endobj\n${' '.repeat(80)}\n%%EOF\n`);

const add = (
  who: Visitor,
  patientId: string,
  files: readonly Buffer[],
  more: Record<string, unknown> = {},
): Promise<Response> =>
  callMutation(bff, who, 'identities.addPaper', {
    ...{ patientId, key: crypto.randomUUID(), document: 'identity-card', validUntil: null },
    pages: files.map((file) => ({ data: file.toString('base64') })),
    ...more,
  });
async function added(patientId: string, files: readonly Buffer[], more = {}): Promise<PaperView> {
  const response = await add(secretary, patientId, files, more);
  expect(await response.json()).toEqual({ result: { data: null } });
  const [paper] = await papersOf(patientId);
  return paper as PaperView;
}
const list = (who: Visitor, patientId: string) => callQuery(bff, who, 'identities.papers', { patientId });
async function papersOf(patientId: string, who = secretary): Promise<PaperView[]> {
  const response = await list(who, patientId);
  expect(response.status).toBe(200);
  return ((await response.json()) as { result: { data: PapersView } }).result.data.papers;
}
const get = (who: Visitor | null, path: string, headers: Record<string, string> = {}) =>
  fetch(`${bff.url}/bff/${path}`, {
    headers: { ...(who ? { cookie: who.headers['cookie'] ?? '' } : {}), ...headers },
  });
const pageAt = async (path: string) => Buffer.from(await (await get(secretary, path)).arrayBuffer());

interface Refused {
  error: {
    data: {
      httpStatus: number;
      reason: string | null;
      issues: { path: unknown[]; message: string }[] | null;
    };
  };
}
async function problemOf(response: Response) {
  const { data } = ((await response.json()) as Refused).error;
  return data.issues?.map(({ path, message }) => [...path, message].join(' ')) ?? [data.reason];
}

describe('a copy of an identity paper', () => {
  it('is drawn anew: upright, smaller, and without where it was taken', async () => {
    const photo = await card(4_000, 3_000)
      .withExif({ IFD0: { Make: 'Appareil' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 50/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const before = await sharp(photo).metadata();
    expect([before.orientation, before.exif?.includes('Appareil')]).toEqual([6, true]);
    const patientId = await somebody();
    const paper = await added(patientId, [photo], { validUntil: '2001-02-03' });
    expect(paper).toMatchObject({
      ...{ document: 'identity-card', validUntil: '2001-02-03', isExpired: true, isPastKeeping: false },
      ...{ by: expect.any(String), pages: ['picture'], error: null },
    });
    const answer = await get(secretary, `papers/${patientId}/${paper.id}/0`);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
      'cross-origin-resource-policy': 'same-origin',
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const after = await sharp(bytes).metadata();
    // lying on its side by its mark, it stands upright in its pixels
    expect([after.width, after.height, after.format]).toEqual([1_800, 2_400, 'jpeg']);
    expect([after.exif, after.xmp, after.iptc, after.orientation]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(bytes.includes('Appareil') || bytes.includes('GPS')).toBe(false);
  });

  it('may be PNG, WebP or PDF, in up to four pages, each told by its content', async () => {
    const patientId = await somebody();
    const wide = await sharp({ create: { width: 900, height: 500, channels: 4, background: '#0000' } })
      .png()
      .toColourspace('rgb16')
      .toBuffer();
    const printed = await card().toColourspace('cmyk').jpeg().toBuffer();
    const files = [await card().webp().toBuffer(), wide, printed, pdf()];
    const paper = await added(patientId, files, { document: 'family-book' });
    expect(paper.pages).toEqual(['picture', 'picture', 'picture', 'pdf']);
    for (const [i, format] of ['jpeg', 'jpeg', 'jpeg'].entries()) {
      const {
        format: served,
        space,
        channels,
      } = await sharp(await pageAt(`papers/${patientId}/${paper.id}/${i}`)).metadata();
      expect([served, space, channels]).toEqual([format, 'srgb', 3]);
    }
    expect(await pageAt(`papers/${patientId}/${paper.id}/3`)).toEqual(pdf());
    expect((await get(secretary, `papers/${patientId}/${paper.id}/4`)).status).toBe(404);
    expect((await add(secretary, patientId, [...files, pdf()])).status).toBe(400);
  });

  it('is of a moving picture the first one alone', async () => {
    const frames = await Promise.all(
      ['#f00', '#00f'].map((background) =>
        sharp({ create: { width: 400, height: 300, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const moving = await sharp(frames, { join: { animated: true } })
      .webp({ loop: 0, delay: [100, 100] })
      .toBuffer();
    expect((await sharp(moving).metadata()).pages).toBe(2);
    const patientId = await somebody();
    const paper = await added(patientId, [moving]);
    const { width, height } = await sharp(await pageAt(`papers/${patientId}/${paper.id}/0`)).metadata();
    expect([width, height]).toEqual([400, 300]);
  });

  it('is refused at its page, whatever its name would say, when it is none or does harm', async () => {
    const patientId = await somebody();
    const good = await card().jpeg().toBuffer();
    // forty-nine million pixels of one colour are a few kilobytes
    const bomb = await sharp({
      create: { width: 7_000, height: 7_000, channels: 3, background: '#fff' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(bomb.length).toBeLessThan(1_000_000);
    const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic'), Buffer.alloc(200)]);
    const cases: [string, Buffer][] = [
      ['type', Buffer.from('<!doctype html><script>alert(1)</script>'.padEnd(400))],
      ['type', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"/>')],
      ['type', await card().gif().toBuffer()],
      ['type', await card().tiff().toBuffer()],
      ['type', Buffer.alloc(0)],
      ['heic', heic],
      ['unreadable', good.subarray(0, good.length / 2)],
      ['unreadable', Buffer.concat([good.subarray(0, 4), Buffer.from('<svg width="900" height="900"/>')])],
      ['too-many-pixels', bomb],
      ['too-small', await card(120, 80).jpeg().toBuffer()],
      ['unreadable', Buffer.from('%PDF-1.4\nnothing')],
      ['pdf-locked', pdf('/Encrypt 2 0 R')],
      ['pdf-active', pdf('/OpenAction<</S/JavaScript/JS(app.alert(1))>>')],
      ['pdf-too-big', Buffer.concat([pdf(), Buffer.alloc(4_000_000)])],
    ];
    for (const [problem, file] of cases) {
      const response = await add(secretary, patientId, [good, file]);
      expect(response.status).toBe(400);
      expect(await problemOf(response)).toEqual([`pages 1 ${problem}`]);
    }
    expect(await papersOf(patientId)).toEqual([]);
  });

  it('carries nothing that was hidden behind its picture', async () => {
    const patientId = await somebody();
    const both = Buffer.concat([
      await card().jpeg().toBuffer(),
      Buffer.from('<script>alert(1)</script>PK\u0003\u0004'),
    ]);
    const paper = await added(patientId, [both]);
    const bytes = await pageAt(`papers/${patientId}/${paper.id}/0`);
    expect([bytes.subarray(0, 3), bytes.includes('script')]).toEqual([
      Buffer.from([0xff, 0xd8, 0xff]),
      false,
    ]);
  });

  it('is stored once however often its form is sent', async () => {
    const patientId = await somebody();
    const key = crypto.randomUUID();
    const file = await card().jpeg().toBuffer();
    const answers = await Promise.all([1, 2, 3].map(() => add(secretary, patientId, [file], { key })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await papersOf(patientId)).toHaveLength(1);
    expect((await add(secretary, patientId, [file], { key, document: 'passport' })).status).toBe(409);
  });

  it('may be larger than other requests, and not without end', async () => {
    const patientId = await somebody();
    const noise = randomBytes(1_300 * 1_000 * 3);
    const large = await sharp(noise, { raw: { width: 1_300, height: 1_000, channels: 3 } })
      .png()
      .toBuffer();
    expect(large.length).toBeGreaterThan(1_500_000);
    await added(patientId, [large]);
    const body = JSON.stringify({ filler: 'x'.repeat(paperBodyBytes) });
    const headers = { ...secretary.headers, 'content-type': 'application/json' };
    const post = (path: string, sent: string, more: Record<string, string>) =>
      fetch(`${bff.url}/trpc/${path}`, { method: 'POST', headers: more, body: sent });
    expect((await post('identities.addPaper', body, headers)).status).toBe(413);
    // nothing else takes as much
    expect((await post('identities.correct', body.slice(0, 3_000_000), headers)).status).toBe(413);
    const { cookie: _cookie, ...stranger } = headers as Record<string, string>;
    expect((await post('identities.addPaper', '{}', stranger)).status).toBe(401);
  });

  it('is a document of the administration, with the day until which it is kept', async () => {
    const patientId = await somebody();
    const paper = await added(patientId, [pdf()]);
    const stored = await fhir.read('DocumentReference', paper.id);
    expect(stored).toMatchObject({
      ...{ status: 'current', subject: { reference: `Patient/${patientId}` } },
      type: { coding: [{ system: 'http://loinc.org', code: '51851-4' }] },
      category: [{ coding: [paperCategory] }],
      securityLabel: [{ coding: [{ code: 'PATADMIN' }] }],
    });
    const years = Number(paper.keptUntil?.slice(0, 4)) - Number(paper.addedAt.slice(0, 4));
    expect([years, paper.isPastKeeping]).toEqual([3, false]);
  });
});

describe('who may', () => {
  it('adds, with whoever registers; reads, with whoever looks after identities, and the patient', async () => {
    const patientId = 'pat-demo';
    const paper = await added(patientId, [await card().jpeg().toBuffer()]);
    const path = `papers/${patientId}/${paper.id}/0`;
    expect((await add(nurse, patientId, [pdf()])).status).toBe(200);
    expect((await add(pharmacist, patientId, [pdf()])).status).toBe(403);
    expect((await add(patient, patientId, [pdf()])).status).toBe(403);
    expect((await papersOf(patientId, patient)).map(({ id }) => id)).toContain(paper.id);
    expect((await get(patient, path)).status).toBe(200);
    for (const clinician of [nurse, doctor, pharmacist]) {
      expect((await list(clinician, patientId)).status).toBe(403);
      expect((await get(clinician, path)).status).toBe(403);
    }
    expect((await get(null, path)).status).toBe(401);
    expect((await get(secretary, path, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    const other = await somebody();
    expect((await list(patient, other)).status).toBe(403);
    // nor is it a paper of somebody else
    expect((await get(secretary, `papers/${other}/${paper.id}/0`)).status).toBe(404);
  });

  it('sees no other document by it, as a secretary', async () => {
    const letter = await fhir.create<DocumentReference>({
      resourceType: 'DocumentReference',
      status: 'current',
      subject: { reference: 'Patient/pat-demo' },
      content: [{ attachment: { contentType: 'application/pdf', data: pdf().toString('base64') } }],
    });
    const id = letter.id ?? '';
    expect((await get(secretary, `papers/pat-demo/${id}/0`)).status).toBe(404);
    expect((await get(secretary, `documents/pat-demo/${id}/0`)).status).toBe(403);
    expect((await list(secretary, 'pat-demo')).status).toBe(200);
    expect(await (await list(secretary, 'pat-demo')).text()).not.toContain(id);
    // nor a page that a paper only claims
    const binary = await fhir.create<Binary>({
      ...{ resourceType: 'Binary', contentType: 'application/pdf', data: pdf().toString('base64') },
      securityContext: { reference: `DocumentReference/${id}` },
    });
    const claims = await fhir.create<DocumentReference>({
      ...{ resourceType: 'DocumentReference', status: 'current', subject: { reference: 'Patient/pat-demo' } },
      category: [{ coding: [{ ...paperCategory }] }],
      content: [{ attachment: { contentType: 'application/pdf', url: `Binary/${binary.id ?? ''}` } }],
    });
    expect((await get(secretary, `papers/pat-demo/${claims.id ?? ''}/0`)).status).toBe(404);
    // and says of none that it is in error
    const version = letter.meta?.versionId ?? '1';
    const marked = await callMutation(bff, secretary, 'identities.markPaperEnteredInError', {
      ...{ patientId: 'pat-demo', key: crypto.randomUUID(), paperId: id, version, reason: 'autre patient' },
    });
    expect(marked.status).toBe(404);
    expect((await fhir.read('DocumentReference', id)).status).toBe('current');
  });

  it('finds none of it in the chart, as a doctor: not listed, counted, opened or found by its file', async () => {
    const paper = await added('pat-demo', [await card().jpeg().toBuffer()], { document: 'passport' });
    const stored = await fhir.read('DocumentReference', paper.id);
    expect(isIdentityPaper(stored)).toBe(true);
    const binaryId = stored.content[0]?.attachment.url?.split('/')[1] ?? '';
    const patientId = 'pat-demo';
    for (const [path, input] of [
      ['documents.list', { patientId }],
      ['timeline.list', { patientId }],
      ['record.types', { patientId }],
      ['record.list', { patientId, type: 'DocumentReference' }],
    ] as const) {
      const response = await callQuery(bff, doctor, path, input);
      expect([path, response.status]).toEqual([path, 200]);
      expect(await response.text()).not.toContain(paper.id);
    }
    for (const type of ['DocumentReference', 'Binary']) {
      const id = type === 'Binary' ? binaryId : paper.id;
      const response = await callQuery(bff, doctor, 'record.read', { patientId, type, id });
      expect([type, response.status]).not.toEqual([type, 200]);
    }
    expect((await get(doctor, `documents/${patientId}/${paper.id}/0`)).status).toBe(404);
    // a document that leads to the page opens it no more
    const leads = await fhir.create<DocumentReference>({
      ...{ resourceType: 'DocumentReference', status: 'current', subject: { reference: 'Patient/pat-demo' } },
      content: [{ attachment: { contentType: 'image/jpeg', url: `Binary/${binaryId}` } }],
    });
    expect((await get(doctor, `documents/${patientId}/${leads.id ?? ''}/0`)).status).toBe(404);
  });
});

describe('in error', () => {
  const mark = (path: string, patientId: string, { id, version }: PaperView, more = {}) =>
    callMutation(bff, secretary, path, {
      patientId,
      key: crypto.randomUUID(),
      paperId: id,
      version,
      ...more,
    });
  const markInError = (patientId: string, paper: PaperView) =>
    mark('identities.markPaperEnteredInError', patientId, paper, { reason: 'Carte de quelqu’un d’autre' });

  it('is shown to nobody any more, with its reason, and can be put back', async () => {
    const paper = await added('pat-demo', [await card().jpeg().toBuffer()]);
    const path = `papers/pat-demo/${paper.id}/0`;
    expect((await markInError('pat-demo', paper)).status).toBe(200);
    expect((await get(secretary, path)).status).toBe(404);
    expect((await papersOf('pat-demo', patient)).map(({ id }) => id)).not.toContain(paper.id);
    const marked = (await papersOf('pat-demo')).find(({ id }) => id === paper.id) as PaperView;
    expect(marked.error).toEqual({ reason: 'Carte de quelqu’un d’autre' });
    // who still has it before them as it was is told that it changed
    expect((await markInError('pat-demo', paper)).status).toBe(412);
    expect((await markInError('pat-demo', marked)).status).toBe(412);
    expect((await mark('identities.restorePaper', 'pat-demo', marked)).status).toBe(200);
    expect((await get(secretary, path)).status).toBe(200);
    const restored = await fhir.read('DocumentReference', paper.id);
    expect(JSON.stringify(restored)).not.toContain('quelqu');
  });

  it('asks for a reason, and is of this patient', async () => {
    const patientId = await somebody();
    const paper = await added(patientId, [pdf()]);
    const without = await mark('identities.markPaperEnteredInError', patientId, paper, { reason: '  . ' });
    expect(without.status).toBe(400);
    expect((await markInError(await somebody(), paper)).status).toBe(404);
    expect((await fhir.read('DocumentReference', paper.id)).status).toBe('current');
    await expect(fhir.read('DocumentReference', 'none')).rejects.toThrow(FhirError);
  });
});
