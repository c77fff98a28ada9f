import { emptyRegimen, emptyStep } from '@keneyapp/clinical/prescribing';
import type { OrderTemplate } from '@keneyapp/fhir-model/order-set';
import { protocolPlan } from '@keneyapp/fhir-model/protocol';
import type { PlanDefinition } from '@medplum/fhirtypes';
import type { Calendar } from '../calendar.ts';
import { drugs } from '../codes/drugs.ts';
import { systems } from '../codes/systems.ts';
import { serviceRef } from '../hospital/hospital.ts';

const paracetamol: OrderTemplate = {
  kind: 'drug',
  coded: { text: drugs.paracetamol.dci, code: { system: systems.atc, code: drugs.paracetamol.atc } },
  regimen: {
    ...emptyRegimen,
    route: 'oral',
    steps: [{ ...emptyStep, dose: { value: '1', unit: 'g' }, timing: { once: true } }],
  },
  setting: 'inpatient',
  priority: 'urgent',
};
const pain: OrderTemplate = {
  kind: 'service',
  category: 'nursing',
  coded: { text: 'Douleur (échelle numérique), une heure après la prise', code: null },
  timing: { once: true },
  duration: null,
  priority: 'routine',
  addressee: '',
};
const oxygen: OrderTemplate = {
  ...pain,
  coded: { text: 'Oxygène au masque simple, 6 L/min, objectif SpO₂ 94 à 98 %', code: null },
};

const signer = { reference: 'Practitioner/pract-senior', display: 'Dr Isabelle Fontaine' };
const units = [serviceRef('cardiologie'), serviceRef('medecine-interne'), serviceRef('urgences')];

/** What a nurse of the demonstration applies: one protocol that holds, and one whose time is over. Examples, that no hospital has approved. */
export const protocols = (calendar: Calendar): (PlanDefinition & { id: string })[] => [
  protocolPlan(
    {
      id: 'protocole-douleur-eva4',
      title: 'Douleur, échelle numérique ≥ 4 : paracétamol 1 g',
      url: 'https://keneyapp.example/demonstration/protocols/douleur-eva4',
      edition: '3',
      indication:
        'Adulte de 50 kg ou plus qui cote sa douleur à 4 ou plus sur l’échelle numérique, sans antalgique dans les 6 dernières heures.',
      exclusions: [
        'Allergie au paracétamol',
        'Insuffisance hépatique connue, ou ictère',
        'Paracétamol reçu dans les 6 dernières heures, sous quelque nom que ce soit',
        'Douleur thoracique nouvelle : appeler le médecin',
      ],
      units,
      signer,
      signedOn: calendar.date(-210),
      from: calendar.date(-209),
      until: calendar.date(520),
    },
    [paracetamol, pain],
  ),
  protocolPlan(
    {
      id: 'protocole-oxygene-desaturation',
      title: 'Désaturation : oxygène en attendant le médecin',
      url: 'https://keneyapp.example/demonstration/protocols/oxygene-desaturation',
      edition: '1',
      indication: 'SpO₂ inférieure à 92 % en air ambiant, médecin appelé.',
      exclusions: ['Bronchopneumopathie obstructive avec hypercapnie connue'],
      units,
      signer,
      signedOn: calendar.date(-800),
      from: calendar.date(-799),
      until: calendar.date(-40),
    },
    [oxygen],
  ),
];
