import { useState } from 'react';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { show } from '../../testing/show.tsx';
import { AlertsPanel } from './alerts-panel.tsx';
import type { AnswerText } from './basket.ts';
import type { Alert, ChecksView } from './checks.ts';

const alert = (part: Partial<Alert>): Alert => ({
  key: 'a',
  rule: 'r',
  lines: [0],
  level: 'informs',
  canLift: false,
  summary: 'À prendre au repas',
  detail: '',
  source: { label: 'RCP', url: null, date: '2026-10-01' },
  reasons: [],
  links: [],
  ...part,
});
const checks: ChecksView = {
  alerts: [
    alert({}),
    alert({
      key: 'b',
      level: 'blocks',
      canLift: true,
      summary: 'Allergie confirmée à l’amoxicilline',
      reasons: [{ code: 'no-alternative', display: 'Aucune alternative' }],
    }),
    alert({ key: 'c', level: 'blocks', lines: [0, 1], summary: 'Méthotrexate quotidien' }),
  ],
  notRun: [
    { service: 's', title: 'Fonction rénale', lines: [0], reason: 'missing-input', detail: 'Pas de DFG' },
  ],
  noRule: [{ service: 's', lines: [1], about: 'dose maximale' }],
};

function Panel() {
  const [answers, setAnswers] = useState<readonly AnswerText[]>([]);
  return (
    <AlertsPanel
      id="alerts"
      checks={checks}
      answers={answers}
      refused={new Map([['b', 'unanswered']])}
      onAnswer={(answer) => setAnswers([answer])}
    />
  );
}

it('shows the worst first, and what was not checked as well', async () => {
  await show(<Panel />);
  const panel = page.getByRole('region', { name: '3 alertes' });
  await expect.element(panel).toBeVisible();
  const items = panel.getByRole('listitem').elements();
  expect(items.map((one) => one.querySelector('strong')?.textContent)).toEqual([
    'Allergie confirmée à l’amoxicilline',
    'Méthotrexate quotidien',
    'À prendre au repas',
    'Non vérifié\u00a0: Fonction rénale –',
  ]);
  await expect.element(panel).toMatchTextContent(/Ne peut pas être levée/);
  await expect.element(panel).toMatchTextContent(/Lignes 1 et 2/);
  await expect.element(panel).toMatchTextContent(/Aucune règle connue.*dose maximale/);
});

it('asks for a reason where one lifts it, and says that signing waits for it until it is given', async () => {
  await show(<Panel />);
  const reason = page.getByLabelText('Motif', { exact: true });
  await expect.element(reason).toHaveAccessibleDescription(/Répondez aux alertes/);
  // the one that cannot be lifted asks for nothing
  expect(reason.elements()).toHaveLength(1);
  await reason.selectOptions('Aucune alternative');
  await expect.element(page.getByText(/Motif donné/)).toBeVisible();
  await expect.element(reason).not.toHaveAccessibleDescription(/Répondez/);
});
