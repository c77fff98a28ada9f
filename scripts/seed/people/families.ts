import type { Calendar } from '../calendar.ts';
import { simple } from '../scenarios/chronic.ts';
import { hypertension } from '../scenarios/heart.ts';
import { pregnancy } from '../scenarios/pregnancy.ts';
import { asthmaChild, childhood, infant } from '../scenarios/young.ts';
import { F, M, nothing, type Add } from './entry.ts';

/** Namesakes, twins, children and expectant mothers. Small children are born relative to today. */
export function families(add: Add, calendar: Calendar): void {
  const ago = (days: number) => calendar.date(-days);

  add(F, 'Martin', 'Claire', '1985-05-12', (c) => hypertension(c, { years: 2 }), {
    birthplace: '75114',
    status: 'QUAL',
  });
  add(
    F,
    'Martin',
    'Claire',
    '1985-05-21',
    (c) =>
      simple(c, {
        problems: [['migraine', -3000]],
        drugs: [
          ['sumatriptan', { dose: 50, everyHours: 2, perDay: 300, prn: 'crise', since: -900 }],
          ['propranolol', { dose: 40, when: ['morning', 'evening'], since: -200 }],
        ],
        weight: 58,
        height: 168,
      }),
    { birthplace: '44109', status: 'QUAL' },
  );
  add(M, 'Martin', 'Clair', '1985-12-05', nothing, { status: 'PROV' });
  add(M, 'Petitjean', 'Arthur', ago(2560), (c) => childhood(c, { born: -2560 }), {
    twin: 1,
    birthplace: '37261',
    status: 'QUAL',
    order: 211,
  });
  add(M, 'Petitjean', 'Artus', ago(2560), (c) => asthmaChild(c, { born: -2560 }), {
    twin: 2,
    birthplace: '37261',
    status: 'QUAL',
    order: 212,
  });
  add(M, 'Girard', 'Noé', ago(3390), (c) => asthmaChild(c, { born: -3390, attack: -12 }));
  add(F, 'Ouédraogo', 'Aïcha', ago(4100), (c) => asthmaChild(c, { born: -4100, attack: -210 }));
  add(F, 'Chevalier', 'Lou', ago(96), (c) => infant(c, { born: -96, bed: 0, mother: 'Chevalier' }), {
    birthplace: '37261',
  });
  add(M, 'Benhamou', 'Sacha', ago(19), (c) => infant(c, { born: -19, mother: 'Benhamou', jaundice: true }), {
    birthplace: '37261',
    status: 'PROV',
  });
  add(F, 'd’Ornano-Berthelot', 'Éléonore', ago(390), (c) => infant(c, { born: -390, mother: 'Berthelot' }), {
    birthplace: '37261',
  });
  add(F, 'Mercier', 'Inès', '1996-09-17', (c) => pregnancy(c, { weeks: 33, diabetes: true }), {
    status: 'QUAL',
  });
  add(F, 'Dumas', 'Amélie', '1991-02-08', (c) => pregnancy(c, { weeks: 36, preeclampsiaBed: 2 }));
  add(F, 'Nguyen Thi', 'Mai Linh', '1993-11-27', (c) => pregnancy(c, { weeks: 21 }), {
    birthplace: '99243',
    usedFamily: 'Faucheux',
  });
}
