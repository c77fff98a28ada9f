import { copd, diabetes, kidneyDisease } from '../scenarios/chronic.ts';
import { demoPatient } from '../scenarios/demo.ts';
import { heartFailure } from '../scenarios/heart-failure.ts';
import { atrialFibrillation, hypertension, infarction } from '../scenarios/heart.ts';
import { F, M, type Add } from './entry.ts';

/** The patient of the demo account, then heart, pressure, diabetes, kidneys and lungs over years. */
export function chronicallyIll(add: Add): void {
  add(F, 'Durand', 'Jeanne Marie Louise', '1957-03-14', demoPatient, {
    id: 'pat-demo',
    usedFamily: 'Lemoine',
    birthplace: '37261',
    status: 'QUAL',
    marital: 'W',
  });
  add(M, 'Le Gall', 'Yannick', '1944-11-02', (c) => heartFailure(c, { years: 5, bed: 0 }), {
    birthplace: '29019',
    status: 'QUAL',
  });
  add(
    M,
    'Bertrand',
    'Jean-Pierre',
    '1938-06-21',
    (c) => heartFailure(c, { years: 6, diabetic: true, bed: 1 }),
    { status: 'QUAL' },
  );
  add(F, 'Rousseau', 'Monique Andrée', '1941-01-30', (c) => heartFailure(c, { years: 4 }), {
    usedFamily: 'Chevallier',
  });
  add(F, 'Casanova', 'Maria-Stella', '1949-09-08', (c) => atrialFibrillation(c, { years: 6, stroke: true }), {
    usedFamily: 'Poli',
    birthplace: '2B033',
    status: 'QUAL',
  });
  add(
    M,
    'Leccia',
    'Ange-Toussaint',
    '1952-02-17',
    (c) => atrialFibrillation(c, { years: 4, warfarin: true }),
    { birthplace: '2A004', status: 'QUAL' },
  );
  add(F, 'Nowakowska', 'Wisława', '1946-12-05', (c) => atrialFibrillation(c, { years: 3 }), {
    usedFamily: 'Małkowska',
    birthplace: '99122',
  });
  add(M, 'Sørensen', 'Bjørn Åge', '1955-05-29', (c) => infarction(c, { day: -2, bed: 3 }), {
    birthplace: '99101',
    status: 'VALI',
  });
  add(M, 'Fontaine', 'Luc', '1968-08-11', (c) => infarction(c, { day: -420 }));
  add(M, 'Kowalczyk-Dupont', 'Michał', '1972-04-03', (c) => infarction(c, { day: -900 }), {
    birthplace: '99122',
  });
  add(F, 'Bernard', 'Nicole', '1960-10-19', (c) => hypertension(c, { years: 8, statin: true }));
  add(M, 'Bernard', 'Alain', '1958-07-07', (c) => hypertension(c, { years: 5 }));
  add(F, 'El Amrani', 'Fatima-Zahra', '1966-01-01', (c) => diabetes(c, { years: 9 }), {
    usedFamily: 'Benjelloun',
    birthplace: '99350',
    status: 'QUAL',
  });
  add(M, 'Traoré', 'Moussa', '1963-03-25', (c) => diabetes(c, { years: 12, kidney: true, insulin: true }), {
    birthplace: '99341',
  });
  add(
    F,
    'Ferreira da Costa',
    'Maria de Lurdes',
    '1954-05-13',
    (c) => diabetes(c, { years: 7, insulin: true }),
    { birthplace: '99139' },
  );
  add(M, 'Vandenbroucke', 'Étienne', '1970-12-24', (c) => diabetes(c, { years: 3 }));
  add(M, 'Delaunay', 'Raymond Marcel', '1947-02-28', (c) => kidneyDisease(c, { years: 15, dense: true }), {
    status: 'QUAL',
    birthplace: '72181',
  });
  add(F, 'Hoarau', 'Marie-Josée', '1959-08-15', (c) => kidneyDisease(c, { years: 6 }), {
    birthplace: '97411',
    status: 'QUAL',
  });
  add(M, 'Garcia', 'Antonio', '1951-11-11', (c) => copd(c, { years: 9, bed: 0 }));
  add(M, 'Schmitt', 'Gérard', '1948-04-18', (c) => copd(c, { years: 7 }), { birthplace: '67482' });
  add(F, 'Lemaître', 'Huguette', '1953-09-30', (c) => copd(c, { years: 5, emergency: 2 }), {
    usedFamily: 'Pichon',
    status: 'PROV',
  });
}
