import type { Appointment, Encounter, MedicationRequest, Observation } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, it } from 'vitest';
import { Calendar } from './calendar.ts';
import type { Chart, Identified } from './chart/chart.ts';
import { agendaResources, charts } from './generate.ts';

/** What cannot be true of anybody, looked for in all that is generated, on a weekday and on a Saturday. */
const at = (instant: string | undefined): number => Date.parse(instant ?? '');
const of = <T extends Identified>(chart: Chart, type: T['resourceType']): T[] =>
  chart.resources.filter((r) => r.resourceType === type) as T[];
type Stay = Encounter & { id: string };
type Booking = Appointment & { id: string };

describe.each([
  ['a Tuesday afternoon', '2026-11-24', 14],
  ['a Saturday night', '2026-11-28', 22.5],
  ['the small hours of a Monday', '2027-03-29', 1.5],
])('all that is seeded on %s', (_, day, hour) => {
  const calendar = new Calendar(day, hour);
  let all: Chart[] = [],
    bookings: Booking[] = [];
  beforeAll(() => {
    all = charts(calendar);
    bookings = agendaResources(calendar, all).filter((r): r is Booking => r.resourceType === 'Appointment');
  });
  const bookingsOf = (chart: Chart) =>
    bookings.filter((b) => b.participant.some((p) => p.actor?.reference === chart.subject.reference));
  const codesOf = (chart: Chart): string[] =>
    chart.resources.flatMap((r) => {
      const concept =
        r.resourceType === 'MedicationRequest'
          ? r.medicationCodeableConcept
          : r.resourceType === 'Condition' ||
              r.resourceType === 'Observation' ||
              r.resourceType === 'Procedure'
            ? r.code
            : undefined;
      return concept?.coding?.flatMap((c) => c.code ?? []) ?? [];
    });
  const wordsOf = (chart: Chart): string[] => [
    ...of<Stay>(chart, 'Encounter').flatMap((e) => e.reasonCode?.map((r) => r.text ?? '') ?? []),
    ...bookingsOf(chart).map((b) => b.description ?? ''),
  ];
  const named = (wrong: (chart: Chart) => boolean) =>
    all.filter(wrong).map((c) => `${c.person.id} ${c.person.family}`);

  it('expects children of women of 12 to 55 alone', () => {
    expect(
      named((c) => {
        const isExpecting =
          codesOf(c).some((code) => /^(Z34|O\d\d|JQQM018|21198-7)/.test(code)) ||
          wordsOf(c).some((text) => /prénatal|grossesse|prééclampsie/i.test(text));
        return isExpecting && (c.isMale || c.age() < 12 || c.age() > 55);
      }),
    ).toEqual([]);
  });
  it('sees children where children are seen', () => {
    expect(
      named((c) => c.age() >= 18 && wordsOf(c).some((text) => /enfant|bronchiolite/i.test(text))),
    ).toEqual([]);
    const grown = (c: Chart) =>
      bookingsOf(c).some((b) =>
        b.participant.some((p) => p.actor?.reference === 'Practitioner/pract-lebrun'),
      );
    expect(named((c) => c.age() >= 18 && grown(c))).toEqual([]);
    // an adult is not followed by the team of children
    expect(
      named((c) => c.age() >= 18 && of(c, 'CareTeam').some((t) => JSON.stringify(t).includes('enfant'))),
    ).toEqual([]);
  });
  it('tells of a prostate only in men, of the pill only in women', () => {
    const has = (c: Chart, codes: RegExp) => codesOf(c).some((code) => codes.test(code));
    expect(named((c) => !c.isMale && has(c, /^(C61|N40|2857-1|G04CA02|L02AE02)$/))).toEqual([]);
    expect(named((c) => c.isMale && has(c, /^(G03AA07|C50)/))).toEqual([]);
  });
  it('has nobody in two places at once', () => {
    const wrong: string[] = [];
    for (const chart of all) {
      const stays = of<Stay>(chart, 'Encounter').sort((a, b) => at(a.period?.start) - at(b.period?.start));
      for (const [i, stay] of stays.entries()) {
        const end = stay.period?.end ? at(stay.period.end) : Infinity;
        if (!(at(stay.period?.start) < end)) wrong.push(`${stay.id} ends before it begins`);
        const next = stays[i + 1];
        if (next && at(next.period?.start) < end) wrong.push(`${stay.id} and ${next.id}`);
      }
      if (stays.some((s) => s.status !== 'finished') && bookingsOf(chart).length > 0)
        wrong.push(`${chart.person.id} has a bed and an appointment`);
    }
    expect(wrong).toEqual([]);
  });
  it('has one person in a bed', () => {
    const beds = all
      .flatMap((c) => of<Stay>(c, 'Encounter'))
      .filter((e) => e.status === 'in-progress')
      .map((e) => e.location?.[0]?.location.reference ?? '');
    expect(beds.filter((bed, i) => beds.indexOf(bed) !== i)).toEqual([]);
    expect(beds.filter((bed) => !/-c\d+-l\d$/.test(bed))).toEqual([]);
  });
  it('has nothing after a death, before a birth or in the future', () => {
    const wrong: string[] = [];
    const now = at(calendar.ago(0));
    for (const chart of all) {
      const death = at(chart.person.deceased ?? '9999-01-01');
      for (const r of chart.resources) {
        const any = r as unknown as Record<string, unknown>;
        const times = [
          'effectiveDateTime',
          'issued',
          'authoredOn',
          'recordedDate',
          'date',
          'started',
        ].flatMap((key) => (typeof any[key] === 'string' ? [any[key]] : []));
        if (r.resourceType === 'Encounter') times.push(r.period?.start ?? '', r.period?.end ?? '');
        for (const time of times) {
          if (time === '') continue;
          if (at(time) > Math.min(now, death)) wrong.push(`${r.resourceType}/${r.id} ${time}`);
          if (time.slice(0, 10) < chart.person.birthDate) wrong.push(`${r.id} before birth`);
        }
      }
      if (chart.person.deceased && bookingsOf(chart).length > 0) wrong.push(`${chart.person.id} is dead`);
    }
    expect(wrong.slice(0, 8)).toEqual([]);
  });
  it('says of nothing that is measured in a stay that it was before it', () => {
    const wrong: string[] = [];
    for (const chart of all)
      for (const stay of of<Stay>(chart, 'Encounter'))
        for (const r of chart.resources) {
          if (r.resourceType !== 'Observation' && r.resourceType !== 'MedicationRequest') continue;
          if (r.encounter?.reference !== `Encounter/${stay.id}`) continue;
          const time = (r as Observation).effectiveDateTime ?? (r as MedicationRequest).authoredOn;
          if (at(time) < at(stay.period?.start)) wrong.push(`${r.id} ${time} of ${stay.period?.start}`);
        }
    expect(wrong.slice(0, 8)).toEqual([]);
  });
});
