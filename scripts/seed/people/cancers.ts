import { relative } from '../chart/stays.ts';
import { cancer } from '../scenarios/cancer.ts';
import { F, M, type Add } from './entry.ts';

/** Cancers over years, in treatment or under surveillance. */
export function cancers(add: Add): void {
  add(
    F,
    'Marchand',
    'Sylvie',
    '1964-06-14',
    (c) => {
      cancer(c, { kind: 'breast', since: -1300 });
      relative(c, 'child', 'Vidal', 'Pauline', '06 39 98 57 57');
    },
    { usedFamily: 'Marchand-Vidal', status: 'QUAL' },
  );
  add(F, 'Poirier', 'Nathalie', '1971-10-02', (c) =>
    cancer(c, { kind: 'breast', since: -1800, relapse: true }),
  );
  add(M, 'Lefebvre', 'Christian', '1956-01-20', (c) => cancer(c, { kind: 'colon', since: -800 }));
  add(M, 'Müller', 'Jürgen', '1950-03-09', (c) => cancer(c, { kind: 'prostate', since: -1500 }), {
    birthplace: '57463',
  });
  add(M, 'Robin', 'Didier', '1959-12-12', (c) => cancer(c, { kind: 'lung', since: -400, neutropeniaBed: 0 }));
}
