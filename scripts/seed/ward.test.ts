import type { Appointment, Encounter, Location, Observation } from '@medplum/fhirtypes';
import { news2Codes, vitalCodes } from '@keneyapp/clinical';
import { beforeAll, describe, expect, it } from 'vitest';
import { renewed } from './agenda.ts';
import { Calendar } from './calendar.ts';
import type { Chart, Identified } from './chart/chart.ts';
import { agendaResources, charts, sharedResources } from './generate.ts';
import { serviceRef } from './hospital/hospital.ts';

const calendar = new Calendar('2026-11-24', 15.4);
let all: Chart[] = [];
beforeAll(() => {
  all = charts(calendar);
});
const currentStay = (chart: Chart): Encounter | undefined =>
  chart.resources.find(
    (r): r is Encounter & { id: string } => r.resourceType === 'Encounter' && !r.period?.end,
  );
const inService = (service: 'cardiologie' | 'urgences') =>
  all.filter((c) => currentStay(c)?.serviceProvider?.reference === serviceRef(service).reference);
const observationsOf = (chart: Chart) =>
  chart.resources.filter((r): r is Observation & { id: string } => r.resourceType === 'Observation');
const hoursSince = (instant: string | undefined) =>
  (Date.parse(calendar.ago(0)) - Date.parse(instant ?? '')) / 3_600_000;
const hasCode = (o: Observation, code: string) => o.code.coding?.some((c) => c.code === code) ?? false;
const last = (list: readonly Observation[]) =>
  [...list].sort((a, b) => hoursSince(a.effectiveDateTime) - hoursSince(b.effectiveDateTime))[0];
/** NEWS2 and how old it is; how often it is due: RCP 2017, chart 4. */
const score = (chart: Chart) => {
  const found = last(observationsOf(chart).filter((o) => hasCode(o, news2Codes.total)));
  const points = found?.component?.map((c) => c.valueQuantity?.value ?? 0) ?? [];
  const total = found?.valueQuantity?.value ?? 0;
  const dueEvery = total >= 5 || points.includes(3) ? 1 : total > 0 ? 6 : 12;
  return { total, age: hoursSince(found?.effectiveDateTime), dueEvery };
};
const names = (list: readonly Chart[]) => list.map((c) => c.person.family);

describe('the cardiology ward', () => {
  it('is full', () => {
    const beds = sharedResources(calendar).filter(
      (r): r is Identified & Location =>
        r.resourceType === 'Location' && /^loc-cardiologie-c\d+-l\d$/.test(r.id),
    );
    const taken = inService('cardiologie').map((c) => currentStay(c)?.location?.[0]?.location.reference);
    expect(taken.sort()).toEqual(beds.map((b) => `Location/${b.id}`).sort());
    expect(taken.length).toBe(28);
  });
  it('is looked after by two doctors, most by Dr Moreau', () => {
    const doctors = inService('cardiologie').map(
      (c) => currentStay(c)?.participant?.[0]?.individual?.reference,
    );
    expect(doctors.filter((d) => d === 'Practitioner/pract-medecin').length).toBeGreaterThan(14);
    expect(new Set(doctors).size).toBe(2);
  });
  it('has three rounds late and one incomplete, everything else in time', () => {
    const ward = inService('cardiologie');
    expect(names(ward.filter((c) => score(c).age > score(c).dueEvery))).toEqual([
      'Tessier',
      'Meunier',
      'Antonelli',
    ]);
    const isIncomplete = (c: Chart) => {
      const pressure = last(observationsOf(c).filter((o) => hasCode(o, vitalCodes.bloodPressure)));
      return hoursSince(pressure?.effectiveDateTime) < score(c).age;
    };
    expect(names(ward.filter(isIncomplete))).toEqual(['Weber']);
  });
  it('has a few who are badly, most stable', () => {
    const totals = inService('cardiologie').map((c) => score(c).total);
    expect(totals.filter((t) => t >= 7).length).toBe(3);
    expect(totals.filter((t) => t < 3).length).toBeGreaterThan(18);
  });
  it('has critical results of the last three hours, and new ones that are not', () => {
    const fresh = inService('cardiologie').flatMap((c) =>
      observationsOf(c)
        .filter(
          (o) => o.category?.[0]?.coding?.[0]?.code === 'laboratory' && hoursSince(o.effectiveDateTime) <= 3,
        )
        .map((o) => [c.person.family, o.code.text, o.interpretation?.[0]?.coding?.[0]?.code ?? ''] as const),
    );
    expect(
      fresh.filter(([, , level]) => /^(HH|LL)$/.test(level)).map(([who, test]) => `${who} ${test}`),
    ).toEqual([
      'Lemoigne Hémoglobine',
      'Kaczmarek Potassium',
      'Rakotoarisoa Troponine T hypersensible',
      'Marchal Potassium',
    ]);
    expect(new Set(fresh.map(([who]) => who)).size).toBeGreaterThan(8);
  });
  it('has allergies known, denied and not asked, flags and namesakes', () => {
    const ward = inService('cardiologie');
    const allergies = ward.map(
      (c) => c.resources.filter((r) => r.resourceType === 'AllergyIntolerance').length,
    );
    expect(allergies.filter((n) => n === 0).length).toBe(2);
    expect(ward.filter((c) => c.resources.some((r) => r.resourceType === 'Flag')).length).toBeGreaterThan(3);
    const martins = ward.filter((c) => c.person.family === 'Martin').map((c) => c.person.birthDate);
    expect(new Set(martins).size).toBe(2);
  });
});

describe('the emergency unit', () => {
  it('has people in every box and in the waiting room, with the triage and since when', () => {
    const now = inService('urgences').map(currentStay);
    expect(now.filter((e) => e?.status === 'triaged').length).toBe(2);
    expect(now.filter((e) => e?.status === 'in-progress').length).toBe(9);
    expect(now.filter((e) => e?.priority && hoursSince(e.period?.start) < 12).length).toBe(8);
  });
});

describe('today’s appointments of the cardiologist', () => {
  const states = (day: string, hour: number) => {
    const c = new Calendar(day, hour);
    return agendaResources(c, charts(c))
      .filter((r): r is Identified & Appointment => r.resourceType === 'Appointment')
      .filter(
        (a) =>
          a.start?.startsWith(day) && a.participant[1]?.actor?.reference === 'Practitioner/pract-medecin',
      )
      .map((a) => a.status);
  };
  it('are in every state at midday', () => {
    expect(new Set(states('2026-11-24', 12))).toEqual(
      new Set(['fulfilled', 'noshow', 'arrived', 'booked', 'cancelled', 'pending']),
    );
  });
  it.each([
    ['2026-11-24', 6],
    ['2026-11-24', 21],
    ['2026-11-28', 10],
  ])('have somebody arrived on %s at %d h', (day, hour) => {
    const found = states(day, hour);
    expect(found.length).toBeGreaterThan(7);
    expect(found.filter((s) => s === 'arrived').length).toBe(2);
  });
});

describe('an agenda of another day', () => {
  const written = (day: string) => {
    const c = new Calendar(day);
    return [c, agendaResources(c, charts(c))] as const;
  };
  const days = (list: readonly Identified[]) =>
    [
      ...new Set(list.flatMap((r) => (r.resourceType === 'Appointment' ? [r.start?.slice(0, 10)] : []))),
    ].sort();
  it('has the appointments of the day before, those of today more', () => {
    const ids = (list: readonly Identified[]) => list.map((r) => r.id);
    const [, tuesday] = written('2026-11-24');
    const [, wednesday] = written('2026-11-25');
    // the demo patient's own one is always two days ahead
    const later = ids(tuesday).filter((id) => !id.includes('2026-11-24') && !id.endsWith('-1145'));
    expect(later.filter((id) => !ids(wednesday).includes(id))).toEqual([]);
    const who = (list: readonly Identified[], id: string) =>
      list.find((r): r is Identified & Appointment => r.id === id)?.participant[0]?.actor?.reference;
    const bookings = later.filter((id) => id.startsWith('rdv-'));
    expect(bookings.map((id) => who(wednesday, id))).toEqual(bookings.map((id) => who(tuesday, id)));
  });
  it('is renewed from the day it was written to today, in a new week as a whole', () => {
    const [thursday, list] = written('2026-11-26');
    expect(days(renewed(list, thursday, '2026-11-24'))).toEqual(['2026-11-24', '2026-11-25', '2026-11-26']);
    expect(renewed(list, thursday, '2026-11-22')).toEqual(list);
    expect(renewed(list, thursday)).toEqual(list);
  });
});
