import { worksHere } from '../care/works-here.ts';
import { lab } from '../chart/results.ts';
import { simple } from '../scenarios/chronic.ts';
import { F, M, type Add } from './entry.ts';

/** The secretary’s own chart, and somebody with the family name of the cardiologist. */
export function colleagues(add: Add): void {
  add(
    F,
    'Garnier',
    'Sophie',
    '1984-02-26',
    (c) => {
      worksHere(c, 'secretaire');
      simple(c, {
        problems: [
          ['migraine', -2500],
          ['hypothyroidism', -1100],
        ],
        drugs: [['levothyroxine', { dose: 50, when: ['morning'], since: -1090 }]],
        labs: (x) => {
          for (let day = -1100; day < -50; day += 180) lab(x, 'tsh', day, 2.2 + x.random.normal() * 0.5);
        },
        visits: [-1100, -420, -50],
        weight: 61,
        height: 166,
      });
    },
    { birthplace: '37261', status: 'QUAL' },
  );
  add(
    M,
    'Moreau',
    'Lucien',
    '1955-04-02',
    (c) =>
      simple(c, {
        problems: [
          ['knee', -1500],
          ['reflux', -800],
        ],
        drugs: [['paracetamol', { dose: 1, everyHours: 8, prn: 'douleur du genou', since: -1400 }]],
        service: 'orthopedie',
        reason: 'Suivi de gonarthrose',
        visits: [-700, -35],
        weight: 83,
        height: 177,
      }),
    { status: 'QUAL' },
  );
}
