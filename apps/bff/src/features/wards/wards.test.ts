// Long because its cases share one ward, which takes seconds to fill.
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  ago,
  choose,
  doctor,
  fhir,
  fhirRequests,
  nurse,
  observation,
  person,
  pharmacist,
  potassium,
  put,
  record,
  refusal,
  rowOf,
  stay,
  wardOf,
} from './testing-wards.ts';

const inBed = (bed: string) => ({
  location: [{ location: { reference: `Location/${bed}` }, status: 'active' as const }],
});
const calm = {
  values: {
    systolic: 128,
    diastolic: 76,
    heartRate: 72,
    respiratoryRate: 16,
    oxygenSaturation: 98,
    temperature: 36.8,
  },
  consciousness: 'alert',
  oxygen: { source: 'air' },
};

describe('who is in the list', () => {
  it('patients of the unit, by bed, with who they are, why and since when', async () => {
    await person('p-first', 'Aubert', 'Jeanne');
    await stay('s-first', 'p-first', inBed('bed-cardio-2'));
    const row = await rowOf(nurse, 'p-first');
    expect((await wardOf(nurse)).failed).toEqual([]);
    expect(row).toMatchObject({
      place: { service: 'cardio', room: 'Chambre 2', bed: 'Lit 2' },
      patient: { birthName: 'Aubert', givenNames: ['Jeanne'], birthDate: '1957-03-14' },
      reasons: [{ text: 'Insuffisance cardiaque' }],
      day: 3,
      isHomonym: false,
      isOnLeave: false,
      isBraceletToRedo: false,
      flags: [],
    });
    expect((await rowOf(doctor, 'p-first'))?.key).toBe('s-first');
  });

  it('those who lie in the ward for another service too, and not those who have gone or only came for a visit', async () => {
    await person('p-guest', 'Guest', 'Anne');
    await person('p-gone', 'Gone', 'Anne');
    await person('p-visit', 'Visit', 'Anne');
    await stay('s-guest', 'p-guest', {
      ...inBed('bed-cardio-1'),
      serviceProvider: { reference: 'Organization/other' },
    });
    await stay('s-gone', 'p-gone', { status: 'finished', period: { start: ago(48), end: ago(2) } });
    await stay('s-visit', 'p-visit', { class: { code: 'AMB' } });
    const ids = (await wardOf(nurse)).rows.map((row) => row.patient?.id);
    expect(ids).toContain('p-guest');
    expect(ids).not.toContain('p-gone');
    expect(ids).not.toContain('p-visit');
    await stay('s-guest', 'p-guest', { status: 'finished', period: { start: ago(48), end: ago(1) } });
  });

  it('for a doctor those of their care team wherever they lie, and nobody else of elsewhere', async () => {
    const elsewhere = {
      serviceProvider: { reference: 'Organization/other', display: 'Réanimation' },
      location: [{ location: { display: 'Box 4' } }],
    };
    const subject = await person('p-mine', 'Mine', 'Anne');
    await person('p-theirs', 'Theirs', 'Anne');
    await stay('s-mine', 'p-mine', elsewhere);
    await stay('s-theirs', 'p-theirs', elsewhere);
    await put({
      resourceType: 'CareTeam',
      id: 'team-mine',
      status: 'active',
      subject,
      participant: [{ member: { reference: 'Practitioner/pract-medecin' } }],
    });
    const { rows } = await wardOf(doctor);
    expect(rows.find((row) => row.patient?.id === 'p-mine')?.service).toBe('Réanimation');
    expect(rows.some((row) => row.patient?.id === 'p-theirs')).toBe(false);
    expect(await rowOf(nurse, 'p-mine')).toBeUndefined();
  });

  it('the unit a person chose stays chosen, for them alone, until they choose all again', async () => {
    await person('p-neuro', 'Neuro', 'Anne');
    await stay('s-neuro', 'p-neuro', {
      ...inBed('bed-neuro-1'),
      serviceProvider: { reference: 'Organization/neuro' },
    });
    const names = async () => (await wardOf(doctor)).rows.map((row) => row.patient?.id);
    expect((await wardOf(doctor)).units).toEqual([
      { id: 'cardio', name: 'Service de cardio' },
      { id: 'neuro', name: 'Service de neuro' },
    ]);
    await choose(doctor, 'neuro');
    expect(await names()).toEqual(['p-neuro']);
    expect((await wardOf(doctor)).unit).toBe('neuro');
    expect((await wardOf(nurse)).unit).toBeNull();
    // a unit that is not theirs shows what is theirs
    await choose(doctor, 'elsewhere');
    expect((await wardOf(doctor)).unit).toBeNull();
    await choose(doctor, null);
    expect((await names()).length).toBeGreaterThan(1);
    expect(await rowOf(nurse, 'p-neuro')).toBeUndefined();
  });

  it('is for nobody without a ward', async () => expect(await refusal(pharmacist)).toBe(403));

  it('marks names that may be taken for each other', async () => {
    await person('p-twin-1', 'Dupond', 'Mathieu');
    await person('p-twin-2', 'Dupont', 'Matthieu');
    await stay('s-twin-1', 'p-twin-1');
    await stay('s-twin-2', 'p-twin-2', inBed('bed-cardio-2'));
    for (const id of ['p-twin-1', 'p-twin-2']) expect((await rowOf(nurse, id))?.isHomonym).toBe(true);
    expect((await rowOf(nurse, 'p-first'))?.isHomonym).toBe(false);
  });
});

describe('what a row says', () => {
  it('the score the form made, when the next is late, and what is lacking of the set after it', async () => {
    await person('p-score', 'Score', 'Anne');
    await stay('s-score', 'p-score');
    expect((await rowOf(nurse, 'p-score'))?.score).toEqual({ kind: 'none', unfinished: null, isLate: true });
    const takenAt = ago(13);
    await record(nurse, { patientId: 'p-score', key: randomUUID(), takenAt, ...calm });
    expect((await rowOf(nurse, 'p-score'))?.score).toMatchObject({
      kind: 'score',
      total: 0,
      risk: 'low',
      red: [],
      onOxygen: false,
      isAlert: true,
      spo2Scale: 1,
      everyHours: 12,
      isLate: true,
      unfinished: null,
    });
    await record(nurse, {
      patientId: 'p-score',
      key: randomUUID(),
      takenAt: ago(0.5),
      ...calm,
      values: { ...calm.values, respiratoryRate: 26 },
      oxygen: { source: 'oxygen', flow: 2 },
      confirmed: ['respiratoryRate'],
    });
    expect((await rowOf(doctor, 'p-score'))?.score).toMatchObject({
      total: 5,
      risk: 'medium',
      red: ['respiratoryRate'],
      onOxygen: true,
      everyHours: 1,
      isLate: false,
    });
    await record(nurse, {
      patientId: 'p-score',
      key: randomUUID(),
      takenAt: ago(0.1),
      values: { heartRate: 115, temperature: 38.4 },
    });
    expect((await rowOf(nurse, 'p-score'))?.score).toMatchObject({
      total: 5,
      unfinished: {
        atLeast: 3,
        missing: ['respiratoryRate', 'oxygenSaturation', 'supplementalOxygen', 'systolic', 'consciousness'],
      },
    });
  });

  it('who got worse since the score is watched as somebody worse, whatever was taken after', async () => {
    await person('p-worse', 'Worse', 'Anne');
    await stay('s-worse', 'p-worse');
    const taken = (hours: number, values: object) =>
      record(nurse, { patientId: 'p-worse', key: randomUUID(), takenAt: ago(hours), values });
    await record(nurse, { patientId: 'p-worse', key: randomUUID(), takenAt: ago(8), ...calm });
    await taken(3, { respiratoryRate: 24, oxygenSaturation: 93, heartRate: 112 });
    await taken(2, { temperature: 37 });
    expect((await rowOf(nurse, 'p-worse'))?.score).toMatchObject({
      total: 0,
      risk: 'low',
      unfinished: { atLeast: 6, risk: 'medium' },
      everyHours: 1,
      isLate: true,
    });
  });

  it('an old score is shown however old it is', async () => {
    await person('p-old', 'Old', 'Anne');
    await stay('s-old', 'p-old', { period: { start: ago(240) } });
    await record(nurse, { patientId: 'p-old', key: randomUUID(), takenAt: ago(120), ...calm });
    expect((await rowOf(nurse, 'p-old'))?.score).toMatchObject({ kind: 'score', total: 0, isLate: true });
  });

  it('no score is asked for of a child', async () => {
    await person('p-child', 'Child', 'Anne', ago(24 * 365 * 3).slice(0, 10));
    await stay('s-child', 'p-child');
    expect((await rowOf(nurse, 'p-child'))?.score).toEqual({
      kind: 'not-applicable',
      reason: 'under-16',
      lastAt: null,
    });
  });

  it('results of a day, how many of them are critical, and the worst', async () => {
    await person('p-results', 'Results', 'Anne');
    await stay('s-results', 'p-results');
    const results = async () => (await rowOf(doctor, 'p-results'))?.results;
    expect(await results()).toEqual({
      count: 0,
      critical: 0,
      abnormal: 0,
      reports: 0,
      worst: { level: 'unknown', direction: null },
    });
    await potassium('p-results', 4.1);
    await potassium('p-results', 5.4);
    await potassium('p-results', 6.9, { interpretation: [{ coding: [{ code: 'HH' }] }] });
    // taken back, older, and a vital sign
    await potassium('p-results', 9, { status: 'entered-in-error' });
    await potassium('p-results', 9, { effectiveDateTime: ago(60), issued: ago(50) });
    // taken long ago, and answered now
    await potassium('p-results', 4.2, { effectiveDateTime: ago(72), issued: ago(1) });
    await fhir.create(
      observation('p-results', '8867-4', {
        category: [{ coding: [{ code: 'vital-signs' }] }],
        effectiveDateTime: ago(1),
        valueQuantity: { value: 190, system: 'http://unitsofmeasure.org', code: '/min' },
      }),
    );
    // a culture: taken six weeks ago, known only by when it was answered, and one that is told in words
    await potassium('p-results', 4.3, { effectiveDateTime: ago(24 * 42), issued: ago(1) });
    await fhir.create(
      observation('p-results', '600-7', {
        issued: ago(1),
        interpretation: [{ coding: [{ code: 'AA' }] }],
        note: [{ text: 'Cocci à Gram positif, 2 flacons' }],
      }),
    );
    expect(await results()).toEqual({
      count: 6,
      critical: 2,
      abnormal: 1,
      reports: 0,
      worst: { level: 'critical', direction: 'high' },
    });
  });

  it('isolation and limits that stand', async () => {
    const subject = await person('p-flag', 'Flag', 'Anne');
    await stay('s-flag', 'p-flag');
    await put({
      resourceType: 'Flag',
      id: 'flag-on',
      status: 'active',
      subject,
      code: { text: 'Isolement contact' },
    });
    await put({
      resourceType: 'Flag',
      id: 'flag-off',
      status: 'inactive',
      subject,
      code: { text: 'Isolement air' },
    });
    expect((await rowOf(nurse, 'p-flag'))?.flags).toMatchObject([
      { kind: 'isolation', text: 'Isolement contact' },
    ]);
  });
});

it('asks as much for forty patients as for one', async () => {
  // others look after what the tests wrote at times: the least of several is the list's own
  const count = async () => {
    const counts: number[] = [];
    for (let i = 0; i < 4; i += 1) {
      fhirRequests.length = 0;
      await wardOf(doctor);
      counts.push(fhirRequests.length);
    }
    return Math.min(...counts);
  };
  const few = await count();
  for (let i = 0; i < 40; i += 1) {
    await person(`p-many-${i}`, `Many${i}`, 'Anne');
    await stay(`s-many-${i}`, `p-many-${i}`);
  }
  expect((await wardOf(doctor)).rows.length).toBeGreaterThan(40);
  expect(await count()).toBe(few);
  expect(few).toBeLessThanOrEqual(9);
});
