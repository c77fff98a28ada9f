import type { Bundle, Procedure } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { readAll } from './bundles.ts';
import { readProcedure, sortProcedures } from './procedure.ts';
import { nothing } from './testing-resources.ts';

const sct = (code: string, display?: string) => ({
  coding: [{ system: 'http://snomed.info/sct', code, ...(display ? { display } : {}) }],
});
const made = (part: Partial<Procedure>): Procedure => ({
  resourceType: 'Procedure',
  id: 'p',
  status: 'completed',
  subject: {},
  ...part,
});
const read = (part: Partial<Procedure>) => readProcedure(made(part), nothing);

it('reads a procedure, whole or bare', () => {
  expect(
    read({
      category: sct('387713003', 'Surgical procedure (procedure)'),
      code: { text: 'Appendicectomie' },
      performedString: 'dans l’enfance',
      performer: [{ function: { text: 'Chirurgien' }, actor: { display: 'Dr Jean Petit' } }, { actor: {} }],
      location: { display: 'Bloc 2' },
      bodySite: [{ text: 'Abdomen' }],
      reasonReference: [{ display: 'Appendicite' }],
      complication: [{ text: 'Abcès' }],
      complicationDetail: [{ display: 'Fistule' }],
      focalDevice: [{ action: { text: 'posé' }, manipulated: { display: 'Drain' } }],
      usedCode: [{ text: 'Filet' }],
      note: [{ text: 'RAS' }],
    }),
  ).toMatchObject({
    isSurgery: true,
    performed: { start: null, text: 'dans l’enfance' },
    performers: [{ name: 'Dr Jean Petit', role: { text: 'Chirurgien' } }],
    location: 'Bloc 2',
    bodySites: [{ text: 'Abdomen' }],
    reasons: [{ text: 'Appendicite' }],
    complications: [{ text: 'Abcès' }, { text: 'Fistule' }],
    devices: [
      { name: { text: 'Drain' }, action: { text: 'posé' } },
      { name: { text: 'Filet' }, action: null },
    ],
    note: 'RAS',
  });
  expect(readProcedure({ resourceType: 'Procedure' } as Procedure, nothing)).toMatchObject({
    name: { text: null, codes: [] },
    status: 'unknown',
    performed: null,
    isSurgery: false,
  });
});

it('names what a reference leads to as it is called there', () => {
  const bundle: Bundle = {
    resourceType: 'Bundle',
    type: 'searchset',
    entry: [
      { resource: made({ reasonReference: [{ reference: 'Condition/c', display: 'voir dossier' }] }) },
      {
        resource: { resourceType: 'Condition', id: 'c', subject: {}, code: { text: 'Lithiase' } },
        search: { mode: 'include' },
      },
    ],
  };
  expect(readAll(bundle, 'Procedure', readProcedure)[0]?.reasons).toMatchObject([{ text: 'Lithiase' }]);
});

it.each([
  [sct('787480003'), 'none-known'],
  [
    {
      coding: [
        { system: 'http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips', code: 'no-procedure-info' },
      ],
    },
    'unknown',
  ],
  [{ text: 'Aucune intervention chirurgicale connue' }, 'none-known'],
  [{ text: 'Pas d’antécédent chirurgical' }, 'none-known'],
  [{ text: 'No known procedures' }, 'none-known'],
  [{ text: 'Antécédents chirurgicaux : non recherchés' }, 'not-asked'],
])('%j is no procedure: %s', (code, says) => {
  expect(read({ code }).absence?.says).toBe(says);
});
it.each(['Intervention sur le rachis', 'Ablation du stimulateur, sans complication', 'Acte sans anesthésie'])(
  '“%s” is one',
  (text) => {
    expect(read({ code: { text } }).absence).toBeNull();
  },
);

it('sorts by what became of it: latest first, undated last, errors nowhere; a statement that the list contradicts says so', () => {
  const sorted = sortProcedures([
    read({ id: 'old', performedDateTime: '1998' }),
    read({ id: 'undated' }),
    read({ id: 'new', status: 'in-progress', performedPeriod: { start: '2026-11-01T08:00:00Z' } }),
    read({ id: 'next', status: 'preparation' }),
    read({ id: 'refused', status: 'not-done', statusReason: { text: 'Refus' } }),
    read({ id: 'wrong', status: 'entered-in-error' }),
    read({ id: 'none', status: 'unknown', code: sct('787480003') }),
  ]);
  expect(sorted.done.map((p) => p.id)).toEqual(['new', 'old', 'undated']);
  expect(sorted.planned.map((p) => p.id)).toEqual(['next']);
  expect(sorted.notDone.map((p) => p.id)).toEqual(['refused']);
  expect(sorted.statements).toMatchObject([{ id: 'none', isContradicted: true }]);
});
