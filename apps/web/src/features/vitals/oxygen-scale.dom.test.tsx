import { describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { show } from '../../testing/show.tsx';
import { measure, subject, versions, vitalsForm } from '../../testing/vitals.ts';
import type { FormState } from './form-state.ts';
import { MeasureDetail } from './measure-detail.tsx';
import { ScorePreview } from './score-preview.tsx';

const whole: FormState = {
  key: 'k',
  takenAt: { date: '24/11/2026', time: '08:30' },
  values: {
    systolic: '128',
    diastolic: '76',
    heartRate: '72',
    respiratoryRate: '16',
    oxygenSaturation: '90',
    temperature: '36,8',
  },
  consciousness: 'alert',
  oxygenSource: 'air',
  oxygenFlow: '',
  spo2Scale: 1,
  note: '',
};

// Royal College of Physicians, National Early Warning Score (NEWS) 2, 2017: the same saturation has other points on scale 2
describe('the scale a saturation was scored on', () => {
  it('is said beside the score while it is typed', async () => {
    await show(<ScorePreview state={whole} view={vitalsForm} />, { answers: {} });
    await expect.element(page.getByRole('status').first()).toMatchTextContent(/NEWS2 3.*SpO₂ : échelle 1/);
  });
  it('changes the score, and is said again', async () => {
    await show(<ScorePreview state={{ ...whole, spo2Scale: 2 }} view={vitalsForm} />, { answers: {} });
    await expect.element(page.getByRole('status').first()).toMatchTextContent(/NEWS2 0.*SpO₂ : échelle 2/);
  });
  it('is said where a recorded score is opened', async () => {
    const scored = measure({
      name: 'news2',
      value: 3,
      isDerived: true,
      news2: { scores: {}, redParameters: [], risk: 'low', spo2Scale: 2 },
    });
    await show(
      <MeasureDetail
        measure={scored}
        set={{ measures: [scored] } as never}
        subject={subject}
        onClose={vi.fn()}
        onCorrect={vi.fn()}
        onTakenBack={vi.fn()}
      />,
      { answers: { vitals: { versions: () => versions({ ...scored }) } } },
    );
    await expect.element(page.getByText(/SpO₂\s: échelle 2/)).toBeVisible();
  });
});
