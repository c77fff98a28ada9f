import type { PatientBanner } from '@keneyapp/bff/features/patients/view';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { banner, identity } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { Banner } from './banner.tsx';

type Clinical = NonNullable<PatientBanner['clinical']>;
const allergy = (id: string, substance: string, rank: number): Clinical['allergies']['items'][number] => ({
  id,
  substance: { text: substance, codes: [] },
  criticality: 'high',
  kind: 'allergy',
  rank: rank as 3,
  reactions: [{ text: 'urticaire', codes: [] }],
});
const clinical = (part: Partial<Clinical> = {}): Clinical => ({
  late: null,
  location: null,
  allergies: {
    state: 'known',
    noneOf: [],
    isContradicted: false,
    failed: false,
    items: [allergy('a1', 'Produit de contraste iodé', 3), allergy('a2', 'Latex', 1)],
  },
  weight: null,
  flags: [],
  failed: [],
  ...part,
});
const phone = { width: 390, height: 844 };
/** Top bar, sections and foot of the window, in pixels (shell.module.css, chart-frame.module.css, rail.module.css). */
const around = 48 + 45 + 57;

async function open(of: Clinical) {
  await show(<Banner patientId="p1" />, {
    answers: { patients: { banner: () => ({ ...banner, clinical: of }) } },
  });
  const region = page.getByRole('region');
  await expect.element(region).toBeVisible();
  return region;
}
beforeEach(() => page.viewport(phone.width, phone.height));
afterEach(() => page.viewport(1280, 900));

describe('the banner of a phone', () => {
  it('is one line of name, birth date and the worst allergy with their number', async () => {
    const region = await open(clinical());
    const box = region.element().getBoundingClientRect();
    expect(box.height).toBeLessThanOrEqual(40);
    for (const seen of [
      page.getByRole('link', { name: new RegExp(identity.birthName ?? '', 'i') }),
      page.getByText(/\d\d\/\d\d\/\d{4}/).first(),
      page.getByText(/Produit de contraste iodé/),
      page.getByText('(2)'),
    ]) {
      await expect.element(seen).toBeVisible();
      const inner = seen.element().getBoundingClientRect();
      expect(inner.left).toBeGreaterThanOrEqual(box.left);
      expect(inner.right).toBeLessThanOrEqual(box.right);
    }
    for (const target of region.element().querySelectorAll('a, button'))
      expect(target.getBoundingClientRect().height).toBeGreaterThanOrEqual(24);
  });

  it('takes at most a quarter of the window with all that stays, also with something late and an isolation', async () => {
    const region = await open(
      clinical({
        late: { at: '2026-11-20T08:00:00Z', isLate: true, isUnknown: false },
        flags: [{ id: 'f1', kind: 'isolation', text: 'Contact', code: null, since: '2026-11-20' }],
      }),
    );
    await expect.element(page.getByText(/Constantes en retard/)).toBeVisible();
    await expect.element(page.getByText(/Isolement/)).toBeVisible();
    expect(region.element().getBoundingClientRect().height + around).toBeLessThanOrEqual(phone.height / 4);
  });

  it('counts the reactions beside the first, and tells all of them', async () => {
    const coded = (text: string) => ({ text, codes: [] });
    const iodine = {
      ...allergy('a1', 'Iode', 3),
      reactions: [coded('Urticaire'), coded('Bronchospasme'), coded('Choc')],
    };
    await open(clinical({ allergies: { ...clinical().allergies, items: [iodine] } }));
    await expect.element(page.getByText(/Iode \(urticaire \+2\)/)).toBeVisible();
    await expect.element(page.getByTitle('Iode (urticaire, bronchospasme, choc)')).toBeVisible();
    await page.getByRole('button').click();
    await expect.element(page.getByText(/Iode \(urticaire, bronchospasme, choc\)/)).toBeVisible();
  });

  it('is one line in a very short window too', async () => {
    await page.viewport(1280, 400);
    const region = await open(clinical());
    expect(region.element().getBoundingClientRect().height).toBeLessThanOrEqual(40);
    await expect.element(page.getByText('(2)')).toBeVisible();
  });

  it('shows everything when it is opened', async () => {
    await open(clinical());
    await page.getByRole('button').click();
    await expect.element(page.getByText('Latex (urticaire)')).toBeVisible();
    await expect.element(page.getByText('(urticaire)', { exact: false }).first()).toBeVisible();
  });
});
