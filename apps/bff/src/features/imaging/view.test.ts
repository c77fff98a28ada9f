import type { Bundle, DiagnosticReport, ImagingStudy } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { seriesKind } from './series-kind.ts';
import { imagingView } from './view.ts';

const bundle = (...resources: (ImagingStudy | DiagnosticReport)[]): Bundle => ({
  resourceType: 'Bundle',
  type: 'searchset',
  total: resources.length,
  entry: resources.map((resource) => ({ resource, search: { mode: 'match' } })),
});
const study = (id: string, over: Partial<ImagingStudy> = {}): ImagingStudy => ({
  resourceType: 'ImagingStudy',
  id,
  status: 'available',
  subject: { reference: 'Patient/p' },
  identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:1.2.${id}` }],
  ...over,
});
const report = (id: string, of: string, over: Partial<DiagnosticReport> = {}): DiagnosticReport => ({
  resourceType: 'DiagnosticReport',
  id,
  status: 'final',
  code: { text: 'Scanner' },
  imagingStudy: [{ reference: `ImagingStudy/${of}` }],
  issued: '2026-01-01T10:00:00Z',
  ...over,
});

test('latest first, mistakes left out, counts from the series when the study gives none', () => {
  const view = imagingView(
    bundle(
      study('1', {
        started: '2024-01-01',
        series: [
          { uid: '1.2.1.1', modality: { code: 'CT' }, numberOfInstances: 3 },
          {
            uid: '1.2.1.2',
            modality: { code: 'SR' },
            instance: [{ uid: '1', sopClass: { code: 'urn:oid:1.2.840.10008.5.1.4.1.1.88.33' } }],
          },
        ],
      }),
      study('2', { started: '2026-05-05T10:00:00+02:00', modality: [{ code: 'MR' }] }),
      study('3', { status: 'entered-in-error' }),
    ),
    bundle(),
  );
  expect(view.studies.map((s) => s.id)).toEqual(['2', '1']);
  expect(view.studies[1]).toMatchObject({
    uid: '1.2.1',
    modalities: ['CT', 'SR'],
    instances: 4,
    series: [{ kind: 'image' }, { kind: 'report', instances: 1 }],
  });
});

test('what can be opened: announced, without a UID', () => {
  const view = imagingView(
    bundle(study('1', { status: 'registered' }), study('2', { identifier: [] })),
    bundle(),
  );
  expect(Object.fromEntries(view.studies.map((s) => [s.id, s.state]))).toEqual({ 1: 'expected', 2: 'none' });
});

test('the latest report of a study is shown, amended ones as such; a failed search is told from none', () => {
  const view = imagingView(
    bundle(study('1')),
    bundle(
      report('old', '1'),
      report('new', '1', { issued: '2026-02-01T10:00:00Z', status: 'corrected', conclusion: 'Rien' }),
      report('wrong', '1', { issued: '2026-03-01', status: 'entered-in-error' }),
    ),
  );
  expect(view.studies[0]?.report).toMatchObject({ id: 'new', status: 'amended', conclusion: 'Rien' });
  expect(imagingView(bundle(study('1')), null)).toMatchObject({
    reportsFailed: true,
    studies: [{ report: null }],
  });
});

test.each([
  ['1.2.840.10008.5.1.4.1.1.2', 'CT', 'image'],
  ['1.2.840.10008.5.1.4.1.1.481.3', 'RTSTRUCT', 'structures'],
  ['1.2.840.10008.5.1.4.1.1.9.1.1', 'ECG', 'waveform'],
  ['1.2.840.10008.5.1.4.1.1.88.59', 'KO', 'selection'],
  ['1.2.840.10008.5.1.4.1.1.66.4', 'SEG', 'segmentation'],
  [null, 'SR', 'report'],
  [null, null, 'image'],
])('%s %s is %s', (sopClass, modality, kind) => {
  expect(seriesKind(sopClass, modality)).toBe(kind);
});
