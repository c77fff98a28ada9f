import { watched } from '../care/labels.ts';
import { repeatPanel } from '../chart/results.ts';
import { simple } from '../scenarios/chronic.ts';
import { F, M, nothing, type Add } from './entry.ts';

/** Seen in consultation now and then, or never yet. */
export function seenNowAndThen(add: Add): void {
  add(M, 'Aubert', 'Guy', '1950-10-25', (c) =>
    simple(c, {
      problems: [
        ['aorticStenosis', -1200],
        ['hypertension', -7000],
      ],
      drugs: [['amlodipine', { dose: 5, when: ['morning'], since: -6900 }]],
      service: 'cardiologie',
      reason: 'Suivi de sténose aortique',
      visits: [-1200, -700, -350, -10],
      weight: 81,
      height: 171,
    }),
  );
  add(F, 'Brunet', 'Denise', '1946-09-12', (c) =>
    simple(c, {
      problems: [
        ['glaucoma', -4200],
        ['cataract', -1100],
      ],
      drugs: [['latanoprost', { dose: 1, strength: '50 µg/mL', when: ['evening'], since: -4200 }]],
      allergyFree: true,
    }),
  );
  add(F, 'Giraud', 'Manon', '2001-07-14', (c) =>
    simple(c, {
      problems: [],
      drugs: [['ethinylestradiol', { dose: 0.1, strength: '100 µg/20 µg', when: ['evening'], since: -1000 }]],
      visits: [-200],
      allergyFree: true,
      weight: 60,
      height: 171,
    }),
  );
  add(M, 'Noël', 'Gaston', '1931-12-25', (c) =>
    simple(c, {
      problems: [
        ['dementia', -1800],
        ['malnutrition', -200],
        ['pressureUlcer', -40],
      ],
      drugs: [['paracetamol', { dose: 1, when: ['morning', 'noon', 'evening'], since: -300 }]],
      weight: 48,
      height: 165,
      visits: [-40],
    }),
  );
  add(M, 'Carpentier', 'Théo', '1992-02-29', nothing);
  add(
    F,
    'Olivier',
    'Anne-Charlotte',
    '1975-06-18',
    (c) => {
      watched(c, 'CEL');
      simple(c, {
        problems: [
          ['psoriasis', -3600],
          ['lowBackPain', -500],
        ],
        drugs: [['desloratadine', { dose: 5, when: ['evening'], since: -60, prn: 'prurit' }]],
        weight: 68,
        height: 169,
      });
    },
    { usedFamily: 'Saint-Exupéry', usedGiven: 'Anna' },
  );
  add(
    M,
    'Baptiste',
    'Jean-Hugues',
    '1983-08-22',
    (c) =>
      simple(c, {
        problems: [['diabetes1', -7000]],
        drugs: [
          ['insulinGlargine', { dose: 22, strength: '100 UI/mL', when: ['bed'], since: -3000 }],
          [
            'insulinAspart',
            { dose: 6, strength: '100 UI/mL', when: ['morning', 'noon', 'evening'], since: -3000 },
          ],
        ],
        labs: (x) =>
          repeatPanel(x, 'diabetes', { from: -3000, to: -30, every: 91 }, (t) => ({
            hba1c: 8.6 - 1.4 * t + x.random.normal() * 0.3,
          })),
        weight: 76,
        height: 179,
      }),
    { birthplace: '97209', status: 'QUAL' },
  );
}
