import type { ProcedureRow, ProceduresView } from '@keneyapp/bff/features/procedures/view';
import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { refusal } from '../../testing/answers.ts';
import { coded } from '../../testing/clinical.ts';
import { show } from '../../testing/show.tsx';
import { ProceduresList } from './procedures-list.tsx';

const procedure = (part: Partial<ProcedureRow> = {}): ProcedureRow => ({
  id: 'p1',
  version: '1',
  name: coded('Appendicectomie'),
  status: 'completed',
  statusReason: null,
  category: coded('Surgical procedure'),
  isSurgery: true,
  absence: null,
  performed: { start: '2019-03-04', end: null, age: null, text: null },
  performers: [{ name: 'Dr Jean Petit', role: coded('Chirurgien') }],
  location: 'Bloc 2',
  bodySites: [],
  reasons: [coded('Appendicite')],
  outcome: null,
  complications: [coded('Abcès')],
  followUp: [],
  devices: [{ name: coded('Drain'), action: coded('posé') }],
  isTold: false,
  recorder: null,
  note: null,
  ...part,
});
const view = (part: Partial<ProceduresView> = {}): ProceduresView => ({
  done: [],
  planned: [],
  notDone: [],
  statements: [],
  truncated: false,
  ...part,
});
const open = (list: () => ProceduresView, at = '/') =>
  show(<ProceduresList patientId="p1" />, { answers: { procedures: { list } }, at });

describe('procedures', () => {
  it('say what was done, when, by whom, why and with what', async () => {
    await open(() => view({ done: [procedure()] }));
    const row = page.getByRole('row', { name: /Appendicectomie/ });
    await expect.element(row).toMatchTextContent('04/03/2019');
    await expect.element(row).toMatchTextContent('Chirurgie');
    await expect.element(row).toMatchTextContent('Dr Jean Petit (chirurgien)');
    await expect.element(row).toMatchTextContent('Motif : Appendicite');
    await expect.element(row).toMatchTextContent('Complication : Abcès');
    await expect.element(row).toMatchTextContent('Matériel : Drain (posé)');
  });

  it('that were not done or are planned stand apart, with their reason', async () => {
    const list = () =>
      view({
        done: [procedure()],
        notDone: [
          procedure({
            id: 'p2',
            name: coded('Coloscopie'),
            status: 'not-done',
            statusReason: coded('Refus'),
          }),
        ],
      });
    await open(list, '/?view=notDone');
    await expect
      .element(page.getByRole('row', { name: /Coloscopie/ }))
      .toMatchTextContent('Non faite : Refus');
    await expect.element(page.getByRole('row', { name: /Appendicectomie/ })).not.toBeInTheDocument();
  });

  it('without a date say so, and one that is still going on is marked', async () => {
    await open(() => view({ done: [procedure({ performed: null, status: 'in-progress' })] }));
    const row = page.getByRole('row', { name: /Appendicectomie/ });
    await expect.element(row).toMatchTextContent('date non notée');
    await expect.element(row).toMatchTextContent('En cours');
  });

  it('that nobody recorded are not "none": that is said only by a statement', async () => {
    const { answer, queryClient } = await open(() => view());
    await expect.element(page.getByText('Aucune intervention n’est enregistrée.')).toBeVisible();
    answer({
      procedures: {
        list: () =>
          view({
            statements: [
              {
                id: 's1',
                name: coded('Aucune'),
                absence: { says: 'none-known', kind: null },
                recordedDate: '2026-01-02',
                recorder: 'Dr Petit',
                isContradicted: false,
              },
            ],
          }),
      },
    });
    await queryClient.invalidateQueries();
    await expect.element(page.getByText(/^Aucune intervention connue/)).toBeVisible();
  });

  it('that could not be read are no empty list', async () => {
    await open(() => {
      throw refusal('INTERNAL_SERVER_ERROR');
    });
    await expect.element(page.getByRole('alert')).toBeVisible();
    await expect.element(page.getByText('Aucune intervention n’est enregistrée.')).not.toBeInTheDocument();
  });
});
