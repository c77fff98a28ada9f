import { buildPaper, withPaperError } from '@keneyapp/fhir-model/identity-paper';
import type { Binary, Bundle, DocumentReference, Provenance, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { userSystem } from '../fhir/consent-marks.ts';
import { acceptedPaper } from './paper-guard.ts';

const at = new Date('2026-11-29T10:00:00Z');
const page = (id = 'b1', more: Partial<Binary> = {}): Binary => ({
  ...{ resourceType: 'Binary', id, contentType: 'image/jpeg', data: 'AAAA' },
  securityContext: { reference: 'DocumentReference/d1' },
  ...more,
});
const paper = (pages: readonly Binary[] = [page()], patientId = 'p1'): DocumentReference =>
  buildPaper({
    ...{ id: 'd1', patientId, document: 'passport', validUntil: null, at },
    author: { identifier: { system: userSystem, value: 'u1' }, display: 'Une secrétaire' },
    pages: pages.map(({ id = '', contentType }) => ({ contentType, size: 3, binaryId: id })),
  });
const letter: DocumentReference = {
  ...{ resourceType: 'DocumentReference', id: 'd1', status: 'current' },
  subject: { reference: 'Patient/p1' },
  content: [{ attachment: { contentType: 'text/plain', data: 'AAAA' } }],
};
const addressOf = ({ resourceType, id = '' }: Resource): string => `${resourceType}/${id}`;
const marker = (written: readonly Resource[]): Provenance => ({
  ...{ resourceType: 'Provenance', id: 'marker', recorded: at.toISOString() },
  target: written.map((one) => ({ reference: addressOf(one) })),
  agent: [{ who: { reference: 'Practitioner/me' } }],
});
const sent = (written: readonly Resource[], ifMatch?: string): Bundle => ({
  ...{ resourceType: 'Bundle', type: 'transaction' },
  entry: [...written, marker(written)].map((resource) => ({
    fullUrl: addressOf(resource),
    resource,
    request: {
      ...{ method: 'PUT', url: addressOf(resource) },
      ...(ifMatch !== undefined && resource.resourceType !== 'Provenance' ? { ifMatch } : {}),
    },
  })),
});
const server = (stored: DocumentReference | null) => ({
  batchSearch: () =>
    Promise.resolve([
      {
        ...{ resourceType: 'Bundle' as const, type: 'searchset' as const },
        entry: stored ? [{ resource: stored }] : [],
      },
    ]),
});
const me = { patientId: 'p1', userId: 'u1', fhirUser: 'Practitioner/me' };
const add = (written: readonly Resource[], who: Partial<typeof me> = {}) =>
  acceptedPaper({ ...me, ...who, isAdded: true, fhir: server(null) }, sent(written));
const change = (changed: DocumentReference, stored: DocumentReference | null) =>
  acceptedPaper({ ...me, isAdded: false, fhir: server(stored) }, sent([changed], 'W/"1"'));
const reason = (answer: Promise<unknown>) =>
  answer.then(
    () => 'accepted',
    (error: Error & { cause?: { reason?: string } }) => error.cause?.reason ?? error.message,
  );

describe('what adds a copy', () => {
  it('writes one paper of this patient and its pages', async () => {
    const pages = [page('b1'), page('b2', { contentType: 'application/pdf' })];
    expect(await reason(add([paper(pages), ...pages]))).toBe('accepted');
  });

  it('writes no other document, and nothing beside', async () => {
    expect(await reason(add([letter]))).toBe('other-part');
    expect(await reason(add([page()]))).toBe('other-chart');
    expect(await reason(add([paper(), { ...letter, id: 'd2' }, page()]))).toBe('other-chart');
    expect(await reason(add([paper(), page(), { resourceType: 'Patient', id: 'p1' }]))).toBe('other-chart');
    expect(await reason(add([paper([page()], 'p2'), page()]))).toBe('other-chart');
    expect(
      await reason(
        acceptedPaper({ ...me, isAdded: true, fhir: server(null) }, sent([paper(), page()], 'W/"1"')),
      ),
    ).toBe('other-chart');
  });

  it('says nothing else of it: no label, no link, no words, no other author, nobody’s own', async () => {
    for (const more of [
      { meta: { security: [{ code: 'V' }] } },
      { relatesTo: [{ code: 'replaces' as const, target: { reference: 'DocumentReference/d2' } }] },
      { description: 'Une lettre' },
      { context: { encounter: [{ reference: 'Encounter/e1' }] } },
      { author: [{ identifier: { system: userSystem, value: 'u2' } }] },
      { status: 'superseded' as const },
    ])
      expect([more, await reason(add([{ ...paper(), ...more }, page()]))]).toEqual([more, 'other-part']);
    expect(await reason(add([paper(), page()], { fhirUser: 'Patient/p1' }))).toBe('own-record');
  });

  it('has its pages and no others, each a picture or a PDF that belongs to it', async () => {
    const many = ['b1', 'b2', 'b3', 'b4', 'b5'].map((id) => page(id));
    expect(await reason(add([paper(many), ...many]))).toBe('other-part');
    expect(await reason(add([paper([page('b1')]), page('b2')]))).toBe('other-part');
    expect(await reason(add([paper([])]))).toBe('other-part');
    for (const more of [
      { contentType: 'image/svg+xml' },
      { securityContext: { reference: 'DocumentReference/d2' } },
      { meta: { security: [{ code: 'V' }] } },
    ])
      expect(await reason(add([paper(), page('b1', more)]))).toBe('other-part');
    const inline = paper();
    inline.content = [{ attachment: { contentType: 'image/jpeg', data: 'AAAA', url: 'Binary/b1' } }];
    expect(await reason(add([inline, page()]))).toBe('other-part');
  });
});

describe('what says that a copy is in error', () => {
  it('changes that alone, and takes it back', async () => {
    expect(await reason(change(withPaperError(paper(), 'autre patient'), paper()))).toBe('accepted');
    expect(await reason(change(paper(), withPaperError(paper(), 'autre patient')))).toBe('accepted');
  });

  it('is of no other document, of no other patient and of nothing that is not there', async () => {
    const marked = withPaperError(paper(), 'autre patient');
    expect(await reason(change({ ...letter, status: 'entered-in-error' }, letter))).toBe('other-part');
    // what is called a paper now was a letter
    expect(await reason(change(marked, letter))).toBe('other-part');
    expect(await reason(change(marked, paper([page()], 'p2')))).toBe('other-chart');
    expect(await reason(change(withPaperError(paper([page()], 'p2'), 'x'), paper()))).toBe('other-part');
    expect(await reason(change(marked, null))).not.toBe('accepted');
  });

  it('leaves pages, labels and words as they are stored', async () => {
    const marked = withPaperError(paper(), 'autre patient');
    const labelled = { ...paper(), meta: { security: [{ code: 'R' }] } };
    expect(await reason(change(marked, labelled))).toBe('other-part');
    expect(await reason(change({ ...marked, content: letter.content }, paper()))).toBe('other-part');
    expect(await reason(change({ ...marked, description: 'x' }, paper()))).toBe('other-part');
    const withPage = acceptedPaper(
      { ...me, isAdded: false, fhir: server(paper()) },
      sent([marked, page()], 'W/"1"'),
    );
    expect(await reason(withPage)).toBe('other-part');
  });
});
