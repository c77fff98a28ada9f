import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { refusal } from '../../testing/answers.ts';
import { show } from '../../testing/show.tsx';
import { study, view } from '../../testing/studies.ts';
import { ImagingPage } from './imaging-page.tsx';

const NoPdf = () => null;

describe('the studies', () => {
  it('say what is expected, what has no report, and what could not be read', async () => {
    await show(<ImagingPage patientId="p1" pdfView={NoPdf} />, {
      answers: {
        imaging: {
          list: () => ({
            ...view(study({ state: 'expected', report: null, description: null, date: null })),
            total: 9,
            truncated: true,
            reportsFailed: true,
          }),
        },
      },
    });
    await expect.element(page.getByText('Annoncé, images pas encore reçues')).toBeVisible();
    await expect.element(page.getByText('1 examens affichés sur 9, les plus récents.')).toBeVisible();
    await expect.element(page.getByText('Pas de compte rendu')).toBeVisible();
  });
  it('are none, or cannot be read', async () => {
    const { answer } = await show(<ImagingPage patientId="p1" pdfView={NoPdf} />, {
      answers: { imaging: { list: () => Promise.reject(refusal('BAD_GATEWAY')) } },
    });
    await page.getByRole('button', { name: 'Réessayer' }).click();
    answer({ imaging: { list: () => view() } });
    await page.getByRole('button', { name: 'Réessayer' }).click();
    await expect.element(page.getByText('Aucune image enregistrée')).toBeVisible();
  });
});
