import { emptyRegimen, emptyStep, type Dose, type Regimen } from '@keneyapp/clinical/prescribing';
import { orderSetPlan, type OrderTemplate } from '@keneyapp/fhir-model/order-set';
import type { PlanDefinition } from '@medplum/fhirtypes';
import { drugs, type DrugKey } from '../codes/drugs.ts';
import { labs, panels, type LabKey, type PanelKey } from '../codes/labs.ts';
import { procedures, type ProcedureKey } from '../codes/substances-vaccines-procedures.ts';
import { systems } from '../codes/systems.ts';

type Service = Extract<OrderTemplate, { kind: 'service' }>;
type Urgent = Pick<Service, 'priority'>;

const service = (category: Service['category'], coded: Service['coded'], rest: Partial<Service> = {}) =>
  ({
    kind: 'service',
    category,
    coded,
    timing: null,
    duration: null,
    priority: 'routine',
    addressee: '',
    ...rest,
  }) satisfies Service;
const test = (key: LabKey, rest?: Urgent): Service =>
  service('laboratory', coded(labs[key].display, systems.loinc, labs[key].code), rest);
/** A panel without a code of its own is its tests. */
const panel = (key: PanelKey, rest?: Urgent): Service[] => {
  const { code, display, tests } = panels[key];
  return code === null
    ? tests.map((one) => test(one, rest))
    : [service('laboratory', coded(display, systems.loinc, code), rest)];
};
const act = (key: ProcedureKey, rest?: Urgent): Service =>
  service('imaging', coded(procedures[key].display, systems.ccam, procedures[key].ccam), rest);
const nursing = (text: string, timing: Service['timing']): Service =>
  service('nursing', { text, code: null }, { timing });
const drug = (key: DrugKey, regimen: Partial<Regimen>): OrderTemplate => ({
  kind: 'drug',
  coded: coded(drugs[key].dci, systems.atc, drugs[key].atc),
  regimen: { ...emptyRegimen, ...regimen },
  setting: 'inpatient',
  priority: 'routine',
});
const coded = (text: string, system: string, code: string) => ({ text, code: { system, code } });
const step = (dose: Dose, timing: Service['timing']) => [{ ...emptyStep, dose, timing }];
const daily = (count: number) => ({ times: { count, per: { value: 1, unit: 'd' as const } } });
const every = (hours: number) => ({ every: { value: hours, unit: 'h' as const } });
const urgent: Urgent = { priority: 'urgent' };

interface Example {
  id: string;
  title: string;
  description: string;
  lines: readonly OrderTemplate[];
}

/** What services of hospitals have as sets, with the codes of the demonstration; nobody has approved them. */
const examples: readonly Example[] = [
  {
    id: 'bilan-entree',
    title: 'Bilan d’entrée en médecine',
    description: 'Examens et surveillance du premier jour.',
    lines: [
      ...panel('bloodCount'),
      ...panel('ionogram'),
      ...panel('liver'),
      test('crp'),
      ...panel('clotting'),
      test('fastingGlucose'),
      nursing('Pression artérielle, fréquence cardiaque, température, SpO₂', daily(3)),
      nursing('Poids', { once: true }),
    ],
  },
  {
    id: 'insuffisance-cardiaque-aigue',
    title: 'Insuffisance cardiaque aiguë',
    description: 'Premières 24 heures, sans choc.',
    lines: [
      drug('furosemideIv', { route: 'intravenous', steps: step({ value: '40', unit: 'mg' }, daily(2)) }),
      drug('enoxaparin', { route: 'subcutaneous', steps: step({ value: '4000', unit: '[iU]' }, daily(1)) }),
      test('ntProBnp', urgent),
      test('troponin', urgent),
      ...panel('ionogram').map((one) => ({ ...one, ...urgent })),
      ...panel('bloodCount', urgent),
      ...panel('bloodGas', urgent),
      act('ecg', urgent),
      act('echocardiography'),
      nursing('Pression artérielle, fréquence cardiaque, SpO₂', every(4)),
      nursing('Diurèse', every(8)),
      nursing('Poids', daily(1)),
    ],
  },
  {
    id: 'douleur-aigue',
    title: 'Douleur aiguë de l’adulte',
    description: 'Paliers 1 et 2, réévaluation par l’échelle numérique.',
    lines: [
      drug('paracetamol', { route: 'oral', steps: step({ value: '1', unit: 'g' }, every(6)) }),
      drug('tramadol', {
        route: 'oral',
        steps: step({ value: '50', unit: 'mg' }, null),
        asNeeded: {
          condition: 'douleur, échelle numérique > 3 une heure après le paracétamol',
          interval: { value: 6, unit: 'h' },
          maxPerDay: { value: '200', unit: 'mg' },
        },
      }),
      nursing('Douleur (échelle numérique)', every(4)),
    ],
  },
];

const publisher = 'Exemple de la démonstration, non validé';
export const orderSets = (): (PlanDefinition & { id: string })[] =>
  examples.map(({ lines, ...head }) => orderSetPlan({ ...head, publisher, approvedOn: null }, lines));

/** Usual panels, that services keep at hand. */
export const usualPanels: readonly { name: string; lines: OrderTemplate[] }[] = [
  { name: 'NFS', lines: panel('bloodCount') },
  { name: 'Ionogramme et fonction rénale', lines: panel('ionogram') },
  { name: 'Bilan hépatique', lines: panel('liver') },
  { name: 'Bilan inflammatoire', lines: panel('inflammation') },
  { name: 'Bilan phosphocalcique', lines: panel('mineral') },
];
