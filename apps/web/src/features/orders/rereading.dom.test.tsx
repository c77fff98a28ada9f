import type { OrderTaskRow, OrdersToAnswerFor } from '@keneyapp/bff/features/tasks/view';
import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { refusal, type Answers } from '../../testing/answers.ts';
import { banner } from '../../testing/people.ts';
import { show } from '../../testing/show.tsx';
import { waitFor } from '../../testing/wait-for.ts';
import { RereadingPage } from './rereading-page.tsx';

const order = (id: string, words: string) => ({
  reference: `MedicationRequest/${id}`,
  words,
  status: 'active',
  checks: [],
});
const person = (id: string, birthName: string): OrderTaskRow['patient'] => ({
  ...banner.identity,
  ...{ id, birthName, usedName: null, location: null, isHomonym: false, deceased: null },
});
const row = (id: string, part: Partial<OrderTaskRow> = {}): OrderTaskRow => ({
  ...{ kind: 'reread', id, version: '1', patient: person('p1', 'Martin'), by: 'Yanis Cherif' },
  ...{ to: 'Cardiologie', at: '2026-11-24T08:00:00+01:00', due: null, isLate: false, note: null },
  ...{ mayAnswer: true, orders: [order(id, `Nouveau : drogue ${id}`)], hidden: 0 },
  ...part,
});

/** A list that does what it is told. */
async function open(first: OrderTaskRow[], more: Answers['orders'] = {}) {
  let rows = first;
  const drop = (ids: readonly string[]) => {
    rows = rows.filter(({ id }) => !ids.includes(id));
    return { isReplay: false };
  };
  return show(
    <main>
      <RereadingPage />
    </main>,
    {
      at: '/rereading',
      answers: {
        tasks: {
          listOrders: (): OrdersToAnswerFor => ({ rows, closed: 0, isSenior: true, isTruncated: false }),
        },
        orders: {
          reread: ({ tasks }) => drop(tasks.map(({ id }) => id)),
          countersign: ({ id }) => drop([id]),
          validate: ({ id }) => drop([id]),
          ...more,
        },
      },
    },
  );
}
const button = (name: string) => page.getByRole('button', { name, exact: true });

it('one click agrees with all, patient by patient; what is not to be reread stays', async () => {
  const { callsOf } = await open([
    row('a'),
    row('b', { patient: person('p2', 'Durand') }),
    row('c', { kind: 'validate' }),
    row('d', { mayAnswer: false }),
  ]);
  await button('D’accord avec tout (2)').click();
  await expect.element(page.getByRole('status').filter({ hasText: 'Relecture enregistrée.' })).toBeVisible();
  expect(callsOf('orders.reread')).toMatchObject([
    { patientId: 'p1', tasks: [{ id: 'a', version: '1' }], remark: null },
    { patientId: 'p2', tasks: [{ id: 'b', version: '1' }], remark: null },
  ]);
  await expect.element(button('Valider…')).toBeVisible();
  await expect.element(page.getByText('Attend la relecture d’un senior.')).toBeVisible();
});

it('what was answered to alerts, and what was not checked, stands at its order', async () => {
  const checks = [
    { says: 'Même substance en cours', answer: 'Relais prévu' },
    { says: 'Fonction rénale', answer: null },
  ];
  await open([row('a', { orders: [{ ...order('1', 'Nouveau : un'), checks }] })]);
  await expect
    .element(page.getByText(/Alerte\s: Même substance en cours – signé malgré elle\s: Relais prévu/))
    .toBeVisible();
  await expect.element(page.getByText(/Non vérifié\s: Fonction rénale/)).toBeVisible();
});

it('a remark without words is not sent; one with words goes with its order alone', async () => {
  const { callsOf } = await open([
    row('a', { orders: [order('1', 'Nouveau : un'), order('2', 'Nouveau : deux')] }),
  ]);
  await button('Remarque sur : Nouveau : deux').click();
  await button('Envoyer la remarque').click();
  await expect.element(page.getByText('À remplir.')).toBeVisible();
  expect(callsOf('orders.reread')).toEqual([]);
  await userEvent.type(page.getByRole('textbox', { name: 'Remarque' }), 'Trop pour son poids');
  await button('Envoyer la remarque').click();
  await waitFor(() =>
    expect(callsOf('orders.reread')).toMatchObject([
      { remark: { order: 'MedicationRequest/2', words: 'Trop pour son poids' } },
    ]),
  );
});

it('what somebody else settled meanwhile is said, and the list is read anew', async () => {
  const { callsOf } = await open([row('a')], {
    reread: () => Promise.reject(refusal('PRECONDITION_FAILED')),
  });
  await button('D’accord pour ce patient (1)').click();
  await expect.element(page.getByRole('alert').first()).toBeVisible();
  await waitFor(() => expect(callsOf('tasks.listOrders').length).toBeGreaterThan(1));
});

it('what is proposed is validated after its checks, and not before an alert has its reason', async () => {
  const { callsOf } = await open([row('a', { kind: 'validate' })], {
    checkProposed: () => ({
      alerts: [
        {
          ...{ key: 'k', rule: 'r', lines: [0], level: 'needs-reason', canLift: false },
          ...{ summary: 'Dose élevée', detail: '', source: { label: 'RCP', url: null, date: null } },
          links: [],
          reasons: [{ code: 'intended', display: 'Voulu' }],
        },
      ],
      ...{ notRun: [], noRule: [] },
    }),
  });
  await button('Valider…').click();
  await expect.element(page.getByText('Dose élevée')).toBeVisible();
  await button('Valider et signer').click({ force: true });
  expect(callsOf('orders.validate')).toEqual([]);
  await userEvent.selectOptions(page.getByRole('combobox'), 'intended');
  await button('Valider et signer').click();
  await waitFor(() =>
    expect(callsOf('orders.validate')).toMatchObject([
      { id: 'a', verdict: { kind: 'validate', answers: [{ alert: 'k', reason: 'intended' }] } },
    ]),
  );
});

it('a verbal order says that it is late, and is signed in one click', async () => {
  const { callsOf } = await open([
    row('a', { kind: 'countersign', isLate: true, due: '2026-11-24T09:00:00+01:00', note: 'par téléphone' }),
  ]);
  await expect.element(page.getByText(/en\sretard/).first()).toBeVisible();
  await button('Signer').click();
  await waitFor(() => expect(callsOf('orders.countersign')).toMatchObject([{ id: 'a', contest: null }]));
  await expect.element(page.getByText('Aucune prescription n’attend votre avis.')).toBeVisible();
});

it('goes on at the next that waits once one is answered for, and at the heading after the last', async () => {
  await open([
    row('a', { kind: 'validate' }),
    row('b', { kind: 'countersign', patient: person('p2', 'Durand') }),
    row('c', { patient: person('p3', 'Petit') }),
  ]);
  await button('Refuser…').click();
  await userEvent.type(page.getByRole('textbox', { name: 'Pourquoi' }), 'Déjà donné');
  await page.getByRole('dialog').getByRole('button', { name: 'Refuser' }).click();
  await expect.element(button('Signer')).toHaveFocus();
  await button('Signer').click();
  await expect.element(button('Remarque sur : Nouveau : drogue c')).toHaveFocus();
  await button('D’accord avec tout (1)').click();
  await expect.element(page.getByRole('heading', { level: 1 })).toHaveFocus();
});

it('after it is validated the focus goes on too', async () => {
  await open([row('a', { kind: 'validate' })], {
    checkProposed: () => ({ alerts: [], notRun: [], noRule: [] }),
  });
  await button('Valider…').click();
  await button('Valider et signer').click();
  await expect.element(page.getByRole('heading', { level: 1 })).toHaveFocus();
});
