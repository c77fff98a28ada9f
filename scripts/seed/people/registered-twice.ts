import { simple } from '../scenarios/chronic.ts';
import { F, M, nothing, type Add } from './entry.ts';

/** People whom somebody registered a second time in a hurry, and a couple of near namesakes: what a duplicate looks like. */
export function registeredTwice(add: Add): void {
  // Denise Brunet once more: taken by telephone, the day a slip of the pen
  add(
    F,
    'Brunet',
    'Denise',
    '1946-09-21',
    (c) => simple(c, { problems: [['glaucoma', -30]], drugs: [], visits: [-30], allergyFree: true }),
    { status: 'PROV', birthplace: '25056' },
  );
  // Théo Carpentier once more, written as it is heard
  add(M, 'Charpentier', 'Théo', '1992-02-29', nothing, { status: 'PROV', birthplace: '38185' });
}
