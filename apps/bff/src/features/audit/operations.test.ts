import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { appRouter } from '../../app-router.ts';

/** Operations that are no procedure: the front door's, the image proxy's, and those of signing in. */
const others = [
  'session.sign-in',
  'session.sign-out',
  'session.back-channel-logout',
  'session.surplus',
  'documents.content',
  'summary.export',
  'identities.print',
  'appointments.print',
  'appointments.print-list',
  'identities.paperContent',
  'documents.download',
  'dicom-web.search',
  'dicom-web.open',
  'dicom-web.preview',
  'dicom-web.export',
  'dicom-web.store',
  'audit.export-csv',
  'audit.export-fhir',
];
/** Who am I, where do I work, where am I signed in and since when, how much waits for me and who stands in, and what the specification says of a type: these leave no record. */
const unrecorded = [
  'session.me',
  'session.workplaces',
  'session.own',
  'session.isFresh',
  'record.definitions',
  'tasks.count',
  'tasks.find',
  'tasks.absence',
];
const procedures = Object.keys(appRouter._def.procedures).filter((name) => !unrecorded.includes(name));
const read = async (language: string) =>
  JSON.parse(
    await readFile(
      path.resolve(import.meta.dirname, `../../../../web/messages/${language}/audit.json`),
      'utf8',
    ),
  ) as { operations: Record<string, Record<string, string> | undefined>; reasons: Record<string, string> };

describe.each(['fr', 'en'])('the trail in words (%s)', (language) => {
  it('has words for everything that is recorded', async () => {
    const { operations } = await read(language);
    const without = [...procedures, ...others].filter((name) => {
      const [feature = '', operation = ''] = name.split('.');
      return !operations[feature]?.[operation];
    });
    expect(without).toEqual([]);
  });
});
