import type { StudyRow } from '@keneyapp/bff/features/imaging/view';
import { describe, expect, it, test } from 'vitest';
import { comparablePrior } from './comparable';

const study = (description: string, date: string, part: Partial<StudyRow> = {}): StudyRow => ({
  id: `${description} ${date}`,
  uid: `${description} ${date}`,
  date,
  description,
  modalities: ['CT'],
  bodySites: [],
  accession: null,
  reason: null,
  instances: null,
  state: 'available',
  series: [],
  report: null,
  ...part,
});
const current = (description: string, part: Partial<StudyRow> = {}) => study(description, '2026-11-20', part);
const chosen = (of: StudyRow, ...others: StudyRow[]) => comparablePrior(of, [of, ...others])?.id ?? null;

describe('the prior a study is compared with', () => {
  it('is the last of the same part of the body, whatever the words', () => {
    const old = study('Scanner thoracique', '2024-01-01'),
      last = study('TDM thoraco-abdominal', '2026-06-01'),
      head = study('Scanner cérébral', '2026-11-01');
    expect(chosen(current('Scanner thorax'), old, last, head)).toBe(last.id);
  });
  it('is of the same body site before one of which only the words are alike', () => {
    const same = study('Contrôle', '2025-01-01', { bodySites: ['Thorax'] }),
      alike = study('Thoracique', '2026-01-01');
    expect(chosen(current('Scanner', { bodySites: ['Thorax'] }), same, alike)).toBe(same.id);
  });
  it('is the closest in its words before a later one that shares little', () => {
    const close = study('Scanner thorax abdomen pelvis', '2025-01-01'),
      little = study('Scanner abdomen', '2026-01-01');
    expect(chosen(current('Scanner thoraco-abdomino-pelvien'), close, little)).toBe(close.id);
  });
  test.each([
    ['is later', study('Scanner thorax', '2026-11-21')],
    ['is of the same moment', study('Scanner thorax', '2026-11-20')],
    ['has no date', study('Scanner thorax', '', { date: null })],
    ['is of another modality', study('IRM thorax', '2025-01-01', { modalities: ['MR'] })],
    ['shares a report alone', study('Thorax', '2025-01-01', { modalities: ['SR', 'MR'] })],
    ['has no images yet', study('Scanner thorax', '2025-01-01', { state: 'expected' })],
    ['has nothing to open', study('Scanner thorax', '2025-01-01', { uid: null })],
    ['shares the technique alone', study('Scanner avec injection', '2025-01-01')],
    ['has no words', study('', '2025-01-01', { description: null })],
  ])('never one that %s', (_why, other) => {
    expect(chosen(current('Scanner thorax avec injection', { modalities: ['CT', 'SR'] }), other)).toBeNull();
  });
  it('is of the same side where both name one; radiographs are one kind', () => {
    const of = (description: string, date: string, modality = 'CR') =>
      study(description, date, { modalities: [modality] });
    const leftKnee = of('Radio genou gauche', '2026-05-01'),
      rightKnee = of('Genou droit face/profil', '2025-05-01', 'DX'),
      both = of('Genoux', '2024-05-01');
    const knee = current('Radiographie du genou droit', { modalities: ['DX'] });
    expect(chosen(knee, leftKnee, rightKnee, both)).toBe(rightKnee.id);
    expect(chosen(knee, leftKnee, both)).toBe(both.id);
    expect(chosen(knee, leftKnee)).toBeNull();
  });
});
