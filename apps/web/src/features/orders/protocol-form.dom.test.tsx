import type { ProtocolRow } from '@keneyapp/bff/features/orders/view';
import { emptyRegimen, emptyStep } from '@keneyapp/clinical/prescribing';
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { refusal, type Answers } from '../../testing/answers.ts';
import { draft, draftAnswers } from '../../testing/drafts.ts';
import { banner } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { ProtocolForm } from './protocol-form.tsx';
import { emptyProtocol, type ProtocolText } from './protocol-text.ts';

const pain: ProtocolRow = {
  ...{ id: 'pain', version: '3', title: 'Douleur ≥ 4 : paracétamol 1 g', edition: '2', problem: null },
  ...{ indication: 'Adulte de 50 kg ou plus', exclusions: ['Ictère', 'Allergie au paracétamol'] },
  ...{ signer: 'Dr Isabelle Fontaine', signedOn: '2026-01-05', until: '2028-01-05' },
  lines: [
    {
      kind: 'drug',
      coded: { text: 'paracétamol', code: { system: 'http://www.whocc.no/atc', code: 'N02BE01' } },
      regimen: {
        ...emptyRegimen,
        route: 'oral',
        steps: [{ ...emptyStep, dose: { value: '1', unit: 'g' }, timing: { once: true } }],
      },
      setting: 'inpatient',
      priority: 'urgent',
    },
  ],
};
const expired: ProtocolRow = { ...pain, id: 'old', title: 'Oxygène', problem: 'expired' };
type Of<P extends keyof NonNullable<Answers['orders']>> = NonNullable<NonNullable<Answers['orders']>[P]>;
const nothingFound: Of<'checkProtocol'> = () => ({
  checks: { alerts: [], notRun: [], noRule: [] },
  problems: [],
});

async function open({
  protocols = [pain, expired],
  kept = null,
  check = nothingFound,
  apply,
}: {
  protocols?: ProtocolRow[] | (() => ProtocolRow[]);
  kept?: ProtocolText | null;
  check?: Of<'checkProtocol'>;
  apply?: Of<'applyProtocol'>;
} = {}) {
  const done: string[] = [];
  const shown = await show(
    <ProtocolForm
      patientId="p1"
      target={null}
      onDone={(message) => done.push(message)}
      onUnsafe={() => undefined}
      onClose={() => undefined}
    />,
    {
      answers: {
        patients: { banner: () => banner },
        drafts: draftAnswers(kept && draft(kept, { form: 'orders.apply-protocol' })),
        orders: {
          protocols: () => ({
            protocols: typeof protocols === 'function' ? protocols() : protocols,
            truncated: false,
          }),
          checkProtocol: check,
          ...(apply ? { applyProtocol: apply } : {}),
        },
      },
    },
  );
  return { ...shown, done };
}
const button = (name: string | RegExp) => page.getByRole('button', { name });
const save = () => button('Appliquer le protocole');
const box = (name: string) => page.getByRole('checkbox', { name });
const answered = { ids: ['1'], waiting: 0, toReread: 0, isReplay: false };

describe('the list of protocols', () => {
  it('finds by words, and says of those that cannot be applied why', async () => {
    await open();
    await expect.element(button(/^Oxygène Ne peut pas être appliqué : sa date de révision/)).toBeDisabled();
    await userEvent.type(page.getByRole('textbox', { name: 'Chercher un protocole' }), 'para');
    await expect.element(button(/^Douleur/)).toBeEnabled();
    await userEvent.fill(page.getByRole('textbox', { name: 'Chercher un protocole' }), 'insuline');
    await expect.element(page.getByText('Aucun protocole ne correspond à ces mots.')).toBeVisible();
  });
});

describe('a protocol that was chosen', () => {
  it('shows its lines as written, ticks nothing before, and is sent without them', async () => {
    const { done, callsOf } = await open({ apply: () => answered });
    await button(/^Douleur/).click();
    await expect.element(box('Absent : Ictère')).toBeVisible();
    const [line] = page.getByRole('listitem').elements();
    expect(line?.textContent).toMatch(/^paracétamol 1\s*g, voie orale, une seule fois/);
    await expect.element(box('Absent : Ictère')).not.toBeChecked();
    await save().click();
    await expect.element(page.getByText('Vérifiez chaque point avant d’appliquer.').first()).toBeVisible();
    await box('Absent : Ictère').click();
    await box('Absent : Allergie au paracétamol').click();
    await save().click();
    await expect.element(page.getByText('Décrivez la situation.').first()).toBeVisible();
    expect(callsOf('orders.applyProtocol')).toEqual([]);
    await userEvent.type(page.getByRole('textbox', { name: 'La situation' }), 'Douleur cotée à 6');
    await save().click();
    await expect.poll(() => done).toHaveLength(1);
    expect(done[0]).toMatch(/^Protocole appliqué à .*Douleur ≥ 4/);
    const [sent] = callsOf('orders.applyProtocol');
    expect(sent).toMatchObject({ protocol: { id: 'pain', version: '3' }, situation: 'Douleur cotée à 6' });
    expect(sent).not.toHaveProperty('lines');
  });

  it('that changed since it was read is read and ticked anew; what was written stays', async () => {
    let rows = [pain];
    const kept = {
      ...emptyProtocol(),
      ...{ protocol: { id: 'pain', version: '3' }, situation: 'Douleur cotée à 6', absent: [0, 1] },
    };
    await open({
      kept,
      protocols: () => rows,
      apply: () => {
        rows = [{ ...pain, version: '4', exclusions: [...pain.exclusions, 'Grossesse'] }];
        throw refusal('BAD_REQUEST', {
          issues: [{ code: 'custom', path: ['protocol'], message: 'changed' }],
        });
      },
    });
    // a draft that was taken up again ticks nothing either
    for (const what of pain.exclusions) {
      await expect.element(box(`Absent : ${what}`)).not.toBeChecked();
      await box(`Absent : ${what}`).click();
    }
    await save().click();
    await expect.element(button('Relire')).toBeVisible();
    await expect.element(save()).toHaveAttribute('aria-disabled', 'true');
    await button('Relire').click();
    for (const what of ['Ictère', 'Allergie au paracétamol', 'Grossesse'])
      await expect.element(box(`Absent : ${what}`)).not.toBeChecked();
    await expect
      .element(page.getByRole('textbox', { name: 'La situation' }))
      .toHaveValue('Douleur cotée à 6');
  });

  it('that this patient lacks something for, or that a block keeps back, leaves the nurse to call the doctor', async () => {
    await open({
      kept: { ...emptyProtocol(), protocol: { id: 'pain', version: '3' } },
      check: () => ({
        checks: { alerts: [], notRun: [], noRule: [] },
        problems: [{ path: ['lines', 0, 'weight'], reason: 'no-weight' }],
      }),
    });
    await expect.element(page.getByText(/aucun poids n’est noté/)).toBeVisible();
    await expect.element(page.getByText(/appelez le médecin/).first()).toBeVisible();
    await expect.element(save()).toHaveAttribute('aria-disabled', 'true');
  });
});
