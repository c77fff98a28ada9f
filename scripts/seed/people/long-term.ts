import type { Calendar } from '../calendar.ts';
import { labelled } from '../care/labels.ts';
import { repeatPanel, lab } from '../chart/results.ts';
import { document } from '../documents/document.ts';
import { simple } from '../scenarios/chronic.ts';
import { rareDisease } from '../scenarios/young.ts';
import { F, M, type Add } from './entry.ts';

/** Illnesses of years with few stays: immune system, nerves, hormones, liver, mind, inborn. */
export function longTermIll(add: Add, calendar: Calendar): void {
  const ago = (days: number) => calendar.date(-days);

  add(F, 'Haddad-Cohen', 'Rivka', '1982-07-19', (c) =>
    simple(c, {
      problems: [['rheumatoid', -2200]],
      drugs: [
        ['methotrexate', { dose: 15, strength: 2.5, everyDays: 7, since: -2100 }],
        ['folicAcid', { dose: 5, everyDays: 7, since: -2100 }],
        ['adalimumab', { dose: 40, everyDays: 14, since: -900 }],
        ['prednisone', { dose: 5, when: ['morning'], since: -2150, until: -1200, stopReason: 'Rémission' }],
      ],
      labs: (x) => {
        repeatPanel(x, 'inflammation', { from: -2100, to: -20, every: 180 }, (t) => ({
          crp: 38 - 34 * Math.min(1, t * 1.6),
        }));
        repeatPanel(x, 'liver', { from: -2100, to: -20, every: 180 }, () => ({}));
      },
      weight: 62,
      height: 165,
    }),
  );
  add(M, 'Roy', 'Kévin', '1994-03-17', (c) =>
    simple(c, {
      problems: [['crohn', -1700]],
      drugs: [['adalimumab', { dose: 40, everyDays: 14, since: -1500 }]],
      labs: (x) => {
        repeatPanel(x, 'inflammation', { from: -1700, to: -30, every: 150 }, (t) => ({ crp: 55 - 50 * t }));
        lab(x, 'ferritin', -30, 14);
      },
      weight: 66,
      height: 180,
    }),
  );
  add(
    M,
    'Dos Santos',
    'Rui',
    '1977-10-31',
    (c) =>
      simple(c, {
        problems: [['hiv', -4000]],
        drugs: [
          ['bictegravir', { dose: 1, strength: '50 mg/200 mg/25 mg', when: ['morning'], since: -1400 }],
        ],
        allergyFree: true,
        labs: (x) => {
          for (let day = -4000; day < -20; day += 180)
            lab(x, 'cd4', day, 240 + 520 * (1 - Math.exp((-4000 - day) / 1300)) + x.random.normal() * 30);
        },
        weight: 74,
        height: 176,
      }),
    { birthplace: '99139' },
  );
  add(F, 'Boyer', 'Margaux', '1999-12-01', (c) =>
    simple(c, {
      problems: [['epilepsy', -2600]],
      drugs: [
        [
          'valproate',
          {
            dose: 500,
            when: ['morning', 'evening'],
            since: -2600,
            until: -1500,
            stopReason: 'Contre-indiqué chez la femme en âge de procréer',
          },
        ],
        ['levetiracetam', { dose: 500, when: ['morning', 'evening'], since: -1500 }],
      ],
      allergyFree: true,
      weight: 57,
      height: 167,
    }),
  );
  add(F, 'Colin', 'Bernadette', '1955-02-14', (c) =>
    simple(c, {
      problems: [
        ['hypothyroidism', -5000],
        ['osteoporosis', -900],
      ],
      drugs: [['levothyroxine', { dose: 75, when: ['morning'], since: -5000 }]],
      labs: (x) => {
        for (let day = -2400; day < -20; day += 200)
          lab(x, 'tsh', day, Math.max(0.3, 2.4 + x.random.normal() * 1.2));
      },
      weight: 69,
      height: 160,
    }),
  );
  add(
    M,
    'Gauthier',
    'Robert',
    '1945-05-08',
    (c) =>
      simple(c, {
        problems: [
          ['parkinson', -2500],
          ['prostateHypertrophy', -3200],
        ],
        drugs: [
          ['levodopa', { dose: 125, when: ['morning', 'noon', 'evening'], since: -2400 }],
          ['tamsulosin', { dose: 0.4, when: ['evening'], since: -3100 }],
        ],
        weight: 71,
        height: 172,
      }),
    { deceased: calendar.at(-30, 4, 20) },
  );
  add(M, 'Masson', 'Bruno', '1969-11-06', (c) =>
    simple(c, {
      problems: [
        ['alcohol', -5500],
        ['cirrhosis', -1400],
      ],
      drugs: [
        ['propranolol', { dose: 40, when: ['morning', 'evening'], since: -1300 }],
        ['lactulose', { dose: 10, when: ['morning', 'evening'], since: -600 }],
        ['oxazepam', { dose: 10, when: ['evening'], since: -300, until: -200 }],
      ],
      labs: (x) => {
        repeatPanel(x, 'liver', { from: -1400, to: -15, every: 120 }, (t) => ({
          bilirubin: 28 + 40 * t,
          albumin: 34 - 7 * t,
          ast: 88,
          alt: 54,
          ggt: 340 - 120 * t,
        }));
        repeatPanel(x, 'clotting', { from: -1400, to: -15, every: 120 }, (t) => ({ inr: 1.3 + 0.5 * t }));
        repeatPanel(x, 'bloodCount', { from: -1400, to: -15, every: 120 }, (t) => ({
          platelets: 130 - 60 * t,
          mcv: 102,
        }));
      },
      weight: 79,
      height: 174,
    }),
  );
  add(F, 'Vidal', 'Pauline', '1987-01-09', (c) => {
    simple(c, {
      problems: [
        ['depression', -700],
        ['anxiety', -1500],
      ],
      drugs: [
        [
          'sertraline',
          { dose: 50, when: ['morning'], since: -690, until: -300, stopReason: 'Épisode résolu' },
        ],
        ['escitalopram', { dose: 10, when: ['morning'], since: -120 }],
      ],
      weight: 64,
      height: 170,
    });
    labelled(
      document(c, 'consultation', {
        day: -122,
        title: 'Consultation de liaison : rechute dépressive',
        service: 'medecine-interne',
        sections: [
          {
            title: 'Entretien',
            text: 'Tristesse et insomnie depuis six semaines, dans un contexte de séparation. Pas d’idée suicidaire.',
          },
          { title: 'Conclusion', text: 'Reprise d’un traitement antidépresseur, suivi rapproché.' },
        ],
      }),
      'V',
      'PSY',
    );
  });
  add(
    F,
    'Ramanantsoa Rakotomalala Andrianjafy',
    'Voahirana Hanitriniaina',
    '1979-03-23',
    (c) =>
      simple(c, {
        problems: [['lupus', -2900]],
        drugs: [
          ['hydroxychloroquine', { dose: 200, when: ['morning', 'evening'], since: -2800 }],
          ['prednisone', { dose: 7.5, strength: 5, when: ['morning'], since: -2800 }],
        ],
        labs: (x) =>
          repeatPanel(x, 'ionogram', { from: -2800, to: -20, every: 200 }, (t) => ({
            creatinine: 66 + 20 * t,
          })),
        weight: 52,
        height: 155,
      }),
    { birthplace: '97411' },
  );
  add(M, 'Diallo', 'Ousmane', ago(6100), (c) => rareDisease(c, 'sickleCell', { born: -6100 }), {
    birthplace: '99341',
  });
  add(F, 'Leclercq', 'Jade', ago(5300), (c) => rareDisease(c, 'cysticFibrosis', { born: -5300 }));
}
