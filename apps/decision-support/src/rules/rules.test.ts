// One long file: each rule with what it says and what it lets pass, read beside each other.
import examples from '../data/interaction-examples.json' with { type: 'json' };
import { Interactions } from '../knowledge/interactions.ts';
import { interactionsFile } from '../knowledge/interactions-file.ts';
import { systems } from '@keneyapp/fhir-model/systems';
import { describe, expect, it } from 'vitest';
import {
  alerts,
  allergy,
  bundleOf,
  findings,
  knowledge,
  notCheckedIn,
  observation,
  order,
  patient,
  pregnancyAnswer,
  said,
  timesADay,
} from '../testing-case.ts';

const mg = (value: string) => ({ value, unit: 'mg' });
const steps = (step: object) => ({
  route: 'oral' as const,
  steps: [
    {
      dose: null,
      doseMax: null,
      isPerKilogram: false,
      rate: null,
      over: null,
      timing: timesADay(1),
      duration: null,
      ...step,
    },
  ],
});
const drug = (atc: string, name: string, dose = '500', times = 3, id = 'line-0') =>
  order({ id, atc, name, regimen: steps({ dose: mg(dose), timing: timesADay(times) }) });
const of = (rule: string, lines: string[]) => lines.filter((one) => one.startsWith(rule));
const penicillin = { system: 'http://snomed.info/sct', code: '764146007', display: 'Pénicilline' };
const amoxicillin = () => drug('J01CA04', 'amoxicilline');

describe('allergies', () => {
  const with_ = (...all: Parameters<typeof allergy>) => ({ allergies: bundleOf(allergy(...all)) });
  it('confirmed blocks and can be lifted; not confirmed needs a reason; intolerance informs; refuted is silent', () => {
    expect(of('allergy', said([amoxicillin()], with_([penicillin])))).toEqual([
      'allergy.confirmed blocks liftable',
    ]);
    expect(
      of(
        'allergy',
        said(
          [amoxicillin()],
          with_([penicillin], { verificationStatus: { coding: [{ code: 'unconfirmed' }] } }),
        ),
      ),
    ).toEqual(['allergy.unconfirmed needs-reason']);
    expect(of('allergy', said([amoxicillin()], with_([penicillin], { type: 'intolerance' })))).toEqual([
      'allergy.intolerance informs',
    ]);
    expect(
      findings(
        [amoxicillin()],
        with_([penicillin], { verificationStatus: { coding: [{ code: 'refuted' }] } }),
      ).filter(({ rule }) => rule.startsWith('allergy')),
    ).toEqual([]);
    expect(
      of(
        'allergy',
        said([amoxicillin()], with_([penicillin], { clinicalStatus: { coding: [{ code: 'resolved' }] } })),
      ),
    ).toEqual([]);
  });
  it('by class, by cross-reaction, by brand and by name', () => {
    expect(of('allergy', said([drug('J01DD04', 'ceftriaxone')], with_([penicillin])))).toEqual([
      'allergy.class needs-reason',
    ]);
    expect(
      of(
        'allergy',
        said(
          [drug('M01AE03', 'kétoprofène')],
          with_([{ system: systems.atc, code: 'M01AE01', display: 'ibuprofène' }]),
        ),
      ),
    ).toEqual(['allergy.class needs-reason']);
    const brand = order({
      name: 'CLAMOXYL 500 mg, gélule',
      substances: ['AMOXICILLINE 500 mg'],
      regimen: steps({ dose: mg('500') }),
    });
    expect(
      of(
        'allergy',
        said([brand], with_([{ system: systems.atc, code: 'J01CA04', display: 'amoxicilline' }])),
      ),
    ).toEqual(['allergy.confirmed blocks liftable']);
    expect(of('allergy', said([drug('C07AB07', 'bisoprolol')], with_([penicillin])))).toEqual([]);
  });
  it('without a code is “not checked”, food is no drug, and what was not handed over is said', () => {
    expect(
      notCheckedIn([amoxicillin()], with_([{ system: 'http://local', code: 'x', display: 'antibio rose' }])),
    ).toContain('allergy.uncoded: Allergie sans code reconnu, non vérifiée : antibio rose.');
    expect(
      of(
        'allergy',
        notCheckedIn(
          [amoxicillin()],
          with_([{ system: 'http://snomed.info/sct', code: '256349002', display: 'Arachide' }], {
            category: ['food'],
          }),
        ),
      ),
    ).toEqual([]);
    expect(notCheckedIn([amoxicillin()], { allergies: null })[0]).toMatch(
      /^allergy: Les allergies de ce dossier/,
    );
  });
  it('an answer stays given: the key is the same whatever the line', () => {
    const [one] = alerts([amoxicillin()], with_([penicillin])).filter(
      ({ rule }) => rule === 'allergy.confirmed',
    );
    const [again] = alerts(
      [drug('C07AB07', 'bisoprolol'), { ...amoxicillin(), id: 'line-7' }],
      with_([penicillin]),
    ).filter(({ rule }) => rule === 'allergy.confirmed');
    expect(again).toMatchObject({ key: one?.key, orders: ['line-7'] });
  });
});

describe('duplicates', () => {
  const doliprane = order({
    id: 'line-1',
    name: 'DOLIPRANE 1000 mg, comprimé',
    substances: ['PARACÉTAMOL 1000 mg'],
    regimen: steps({ dose: mg('1000') }),
  });
  it('a brand and its substance, in the basket and with what runs', () => {
    const paracetamol = drug('N02BE01', 'paracétamol', '500', 2);
    expect(of('duplicate', said([paracetamol, doliprane]))).toEqual(['duplicate.substance needs-reason']);
    expect(
      alerts([paracetamol, doliprane]).find(({ rule }) => rule === 'duplicate.substance')?.orders,
    ).toEqual(['line-0', 'line-1']);
    expect(
      of('duplicate', said([paracetamol], { medications: bundleOf({ ...doliprane, id: 'm' }) })),
    ).toEqual(['duplicate.substance needs-reason']);
    expect(
      of(
        'duplicate',
        said([paracetamol], { medications: bundleOf({ ...doliprane, id: 'm', status: 'completed' }) }),
      ),
    ).toEqual([]);
  });
  it('what a line renews is no duplicate of it', () => {
    const former = { ...doliprane, id: 'm' };
    const renewed = { ...doliprane, priorPrescription: { reference: 'MedicationRequest/m' } };
    expect(of('duplicate', said([renewed], { medications: bundleOf(former) }))).toEqual([]);
  });
  it('a current drug that nobody coded is said', () => {
    const uncoded = {
      ...order({ id: 'm', regimen: steps({ dose: mg('1') }) }),
      medicationCodeableConcept: { text: 'tisane du docteur' },
    };
    expect(notCheckedIn([amoxicillin()], { medications: bundleOf(uncoded) })).toContain(
      'current.drug-unknown: Sans substance connue, comparés à rien : tisane du docteur.',
    );
  });
});

describe('renal function', () => {
  const metformin = drug('A10BA02', 'metformine', '850', 2);
  const lab = (value: number, at = '2026-11-20') => ({
    kidney: bundleOf(observation('62238-1', value, 'mL/min/{1.73_m2}', at)),
  });
  it('the laboratory first, the strictest limit alone', () => {
    expect(of('kidney', said([metformin], lab(25)))).toEqual(['kidney.limit needs-reason']);
    expect(alerts([metformin], lab(25)).find(({ rule }) => rule === 'kidney.limit')?.detail.fr).toMatch(
      /^Contre-indiquée\.\n\nDFG du laboratoire : 25 mL\/min le 20\/11\/2026\.$/,
    );
    expect(of('kidney', said([metformin], lab(55)))).toEqual(['kidney.limit informs']);
    expect(findings([metformin], lab(90)).filter(({ rule }) => rule.startsWith('kidney'))).toEqual([]);
  });
  it('by the clearance where doses are given for it', () => {
    const dabigatran = drug('B01AE07', 'dabigatran', '110', 2);
    const facts = {
      kidney: bundleOf(observation('14682-9', 130, 'umol/L', '2026-11-20')),
      weight: bundleOf(observation('29463-7', 42, 'kg', '2026-11-20')),
    };
    expect(alerts([dabigatran], facts).find(({ rule }) => rule === 'kidney.limit')?.detail.fr).toMatch(
      /clairance \(Cockcroft et Gault\) : 24 mL\/min/,
    );
    // no weight: another estimate stands in for it, and is named
    expect(
      alerts([dabigatran], { kidney: facts.kidney }).find(({ rule }) => rule === 'kidney.limit')?.detail.fr,
    ).toMatch(/CKD-EPI 2021/);
  });
  it('says unstable, missing and old', () => {
    const moving = bundleOf(
      observation('14682-9', 160, 'umol/L', '2026-11-29'),
      observation('14682-9', 90, 'umol/L', '2026-11-27'),
    );
    expect(of('kidney', said([metformin], { kidney: moving }))).toContain('kidney.unstable needs-reason');
    expect(notCheckedIn([metformin])).toContain(
      'kidney:metformine: metformine : aucune créatinine ni DFG dans le dossier.',
    );
    expect(notCheckedIn([metformin], lab(90, '2025-11-20'))).toContain(
      'kidney:metformine: metformine : Dernière valeur ancienne : 90 mL/min le 20/11/2025.',
    );
    expect(notCheckedIn([metformin], { kidney: null })).toContain(
      'kidney:metformine: metformine : La biologie n’a pas été transmise.',
    );
    const steady = bundleOf(
      observation('14682-9', 92, 'umol/L', '2026-11-29'),
      observation('14682-9', 90, 'umol/L', '2026-11-27'),
    );
    expect(said([metformin], { kidney: steady })).not.toContain('kidney.unstable needs-reason');
  });
});

describe('age and pregnancy', () => {
  const codeine = drug('R05DA04', 'codéine', '10', 3);
  it('below an age; without a birth date it says so', () => {
    expect(of('age', said([codeine], { patient: patient('2018-01-01') }))).toEqual([
      'age.limit needs-reason',
    ]);
    expect(of('age', said([codeine], { patient: patient('2014-11-30') }))).toEqual([]);
    expect(notCheckedIn([codeine], { patient: patient(undefined) })).toContain(
      'age: codéine : la date de naissance manque.',
    );
  });
  const valproate = drug('N03AG01', 'acide valproïque', '500', 2);
  const woman = { patient: patient('1996-01-01') };
  it('pregnant, not pregnant, not said', () => {
    expect(
      of(
        'pregnancy',
        said([valproate], { ...woman, pregnancy: bundleOf(pregnancyAnswer('LA15173-0', '2026-10-01')) }),
      ),
    ).toEqual(['pregnancy.avoid needs-reason']);
    expect(
      of(
        'pregnancy',
        said([valproate], { ...woman, pregnancy: bundleOf(pregnancyAnswer('LA26683-5', '2026-11-20')) }),
      ),
    ).toEqual(['pregnancy.before informs']);
    expect(of('pregnancy', notCheckedIn([valproate], woman))).toEqual([
      'pregnancy:acide valproique: acide valproïque : aucune réponse récente sur une grossesse dans le dossier.',
    ]);
    expect(
      of(
        'pregnancy',
        notCheckedIn([valproate], {
          ...woman,
          pregnancy: bundleOf(pregnancyAnswer('LA26683-5', '2026-05-20')),
        }),
      ),
    ).toHaveLength(1);
    expect(
      findings([valproate], { patient: patient('1996-01-01', 'male') }).filter(({ rule }) =>
        rule.startsWith('pregnancy'),
      ),
    ).toEqual([]);
  });
});

describe('maximum dose', () => {
  const paracetamol = (dose: string, times: number, id = 'line-0') =>
    drug('N02BE01', 'paracétamol', dose, times, id);
  it('over the basket and what runs', () => {
    expect(of('dose', said([paracetamol('1000', 4)]))).toEqual([]);
    expect(of('dose', said([paracetamol('1000', 5)]))).toEqual(['dose.day needs-reason']);
    const sum = alerts([paracetamol('1000', 3), paracetamol('500', 2, 'line-1')], {
      medications: bundleOf(paracetamol('500', 3, 'm')),
    }).find(({ rule }) => rule === 'dose.day');
    expect(sum?.summary.fr).toBe(
      'Dose maximale dépassée : paracétamol, 5\u202f500 mg par jour pour 4\u202f000 mg',
    );
    expect(sum?.orders).toEqual(['line-0', 'line-1']);
  });
  it('counts tablets by their strength, as needed by its limit, steps by the largest', () => {
    const tablet = (count: string, name = 'DOLIPRANE') =>
      order({
        name,
        substances: ['PARACÉTAMOL 1000 mg'],
        regimen: steps({ dose: { value: count, unit: '{comprimé}' }, timing: timesADay(3) }),
      });
    expect(of('dose', said([tablet('1')]))).toEqual([]);
    expect(of('dose', said([tablet('2')]))).toEqual(['dose.day needs-reason']);
    const asNeeded = order({
      atc: 'N02BE01',
      name: 'paracétamol',
      regimen: {
        ...steps({ dose: mg('1000'), timing: { every: { value: 1, unit: 'h' } } }),
        asNeeded: {
          condition: 'douleur',
          interval: { value: 6, unit: 'h' },
          maxPerDay: { value: '4', unit: 'g' },
        },
      },
    });
    expect(of('dose', said([asNeeded]))).toEqual([]);
  });
  it('by weight in a child; says when the weight is missing or old, and when a dose cannot be read', () => {
    const child = { patient: patient('2020-01-01') };
    expect(of('dose', notCheckedIn([paracetamol('300', 4)], child))).toEqual([
      'dose:paracetamol: paracétamol : le poids manque ou est ancien.',
    ]);
    expect(
      of(
        'dose',
        notCheckedIn([paracetamol('300', 4)], {
          ...child,
          weight: bundleOf(observation('29463-7', 20, 'kg', '2026-01-01')),
        }),
      ),
    ).toHaveLength(1);
    const weighed = { ...child, weight: bundleOf(observation('29463-7', 20, 'kg', '2026-11-20')) };
    expect(of('dose', said([paracetamol('300', 4)], weighed))).toEqual([]);
    expect(of('dose', said([paracetamol('400', 4)], weighed))).toEqual(['dose.day needs-reason']);
    const drops = order({
      atc: 'N02BE01',
      name: 'paracétamol',
      regimen: steps({ dose: { value: '20', unit: '{goutte}' } }),
    });
    expect(of('dose', notCheckedIn([drops]))).toEqual([
      'dose:paracetamol: paracétamol : l’unité ne se convertit pas.',
    ]);
  });
});

it('“no rule known” is said of each kind of rule, once for all drugs', () => {
  const rules = findings([
    drug('C07AB07', 'bisoprolol', '5', 1),
    drug('V03AB15', 'naloxone', '1', 1, 'line-1'),
  ]).flatMap((one) => (one.kind === 'no-rule' ? [`${one.rule}: ${one.orders.join(' ')}`] : []));
  expect(rules).toEqual([
    'interaction: line-0 line-1',
    'kidney: line-0 line-1',
    'age: line-0 line-1',
    'dose: line-0 line-1',
  ]);
});

it('with a whole list, what it has never heard of is said, ordered or running', () => {
  const file = { ...examples, isSample: false };
  const whole = { ...knowledge, interactions: new Interactions(interactionsFile.parse(file)) };
  const running = { medications: bundleOf(drug('V03AB15', 'naloxone', '1', 1, 'm')) };
  const rules = findings([drug('B01AA03', 'warfarine', '5', 1)], running, whole).filter(({ rule }) =>
    rule.startsWith('interaction'),
  );
  expect(rules).toMatchObject([
    {
      kind: 'no-rule',
      rule: 'interaction.current',
      orders: ['line-0'],
      about: { fr: expect.stringContaining('naloxone') },
    },
  ]);
});

it('a combination that is known by its code alone is each of its substances', () => {
  const codeine = drug('N02AJ06', 'codéine et paracétamol', '500', 2);
  expect(of('duplicate', said([codeine, drug('N02BE01', 'paracétamol', '500', 2, 'line-1')]))).toEqual([
    'duplicate.substance needs-reason',
  ]);
  expect(of('dose', notCheckedIn([codeine]))).toEqual([
    'dose:paracetamol: codéine et paracétamol : une dose en milligrammes d’une association ne dit rien de chaque substance.',
  ]);
});

it('the few interactions that are shipped are found, and that is all there is', () => {
  const found = alerts([drug('M01AE01', 'ibuprofène', '200', 3)], {
    medications: bundleOf(drug('B01AA03', 'warfarine', '5', 1, 'm')),
  });
  expect(found.find(({ rule }) => rule === 'interaction.not-advised')).toMatchObject({
    level: 'needs-reason',
    source: { label: 'ANSM, exemples du Thésaurus des interactions médicamenteuses', date: '2019-09' },
  });
});
