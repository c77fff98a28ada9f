import type { CareTeam, Consent, Encounter, Patient } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, it } from 'vitest';
import { Calendar } from '../calendar.ts';
import type { Chart, Identified } from '../chart/chart.ts';
import { agendaResources, charts } from '../generate.ts';
import { serviceRef, type ServiceKey } from '../hospital/hospital.ts';

const calendar = new Calendar('2026-11-24');
let all: Chart[] = [],
  agenda: Identified[] = [];
beforeAll(() => {
  all = charts(calendar);
  agenda = agendaResources(calendar, all);
});

const of = <T extends Identified>(chart: Chart, type: T['resourceType']): T[] =>
  chart.resources.filter((r) => r.resourceType === type) as T[];
const chartOf = (id: string): Chart => {
  const found = all.find((c) => c.person.id === id);
  if (!found) throw new Error(`no ${id}`);
  return found;
};
const isInTeam = (chart: Chart, who: string) =>
  of<CareTeam & { id: string }>(chart, 'CareTeam').some((t) =>
    t.participant?.some((p) => p.member?.reference === `Practitioner/pract-${who}`),
  );
const stays = (chart: Chart, service: ServiceKey) =>
  of<Encounter & { id: string }>(chart, 'Encounter').filter(
    (e) => e.serviceProvider?.reference === serviceRef(service).reference,
  );
const hasStay = (chart: Chart, service: ServiceKey, days: number) =>
  stays(chart, service).some(
    (e) =>
      e.period?.end === undefined || (days > 0 && calendar.dayOf(e.period?.end ?? '1900-01-01') >= -days),
  );
const hasAppointment = (chart: Chart, who: string) =>
  agenda.some(
    (r) =>
      r.resourceType === 'Appointment' &&
      [chart.subject.reference, `Practitioner/pract-${who}`].every((actor) =>
        r.participant.some((p) => p.actor?.reference === actor),
      ),
  );
const ids = (list: Chart[]) => list.map((c) => c.person.id);

describe('who cares for whom', () => {
  it('ties the demo patient to the cardiologist, her nurse, the radiologist and the pharmacist', () => {
    const demo = chartOf('pat-demo');
    expect([isInTeam(demo, 'medecin'), isInTeam(demo, 'infirmier')]).toEqual([true, true]);
    expect(
      demo.resources.some(
        (r) =>
          r.resourceType === 'ServiceRequest' &&
          r.performer?.some((p) => p.reference === serviceRef('imagerie').reference),
      ),
    ).toBe(true);
    expect(demo.resources.some((r) => r.resourceType === 'MedicationRequest' && r.status === 'active')).toBe(
      true,
    );
  });
  it('gives the cardiologist many charts and leaves as many closed to her', () => {
    const mine = all.filter(
      (c) => isInTeam(c, 'medecin') || hasStay(c, 'cardiologie', 90) || hasAppointment(c, 'medecin'),
    );
    expect(mine.length).toBeGreaterThan(15);
    expect(mine.length).toBeLessThan(all.length / 2);
    for (const closed of ['pat-028', 'pat-035', 'pat-038', 'pat-052', 'pat-057', 'pat-068', 'pat-069'])
      expect(ids(mine), closed).not.toContain(closed);
  });
  it('gives the emergency nurse those who are there now', () => {
    expect(ids(all.filter((c) => hasStay(c, 'urgences', 0)))).toEqual([
      ...['pat-021', 'pat-022', 'pat-048'],
      ...['pat-095', 'pat-096', 'pat-097', 'pat-098', 'pat-099', 'pat-100', 'pat-101', 'pat-102'],
    ]);
  });
  it('books nobody twice a day with the same doctor, the demo patient’s own appointment apart', () => {
    const seen = agenda.flatMap((r) =>
      r.resourceType === 'Appointment' && !r.id.endsWith('-medecin-1145')
        ? [
            `${r.start?.slice(0, 10)} ${r.participant
              .map((p) => p.actor?.reference)
              .slice(0, 2)
              .join(' ')}`,
          ]
        : [],
    );
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe('what patients want', () => {
  const consents = () => all.flatMap((c) => of<Consent & { id: string }>(c, 'Consent'));
  it('has consents of each kind, decision and state', () => {
    const kinds = new Set(consents().map((c) => `${c.category[0]?.coding?.[0]?.code} ${c.provision?.type}`));
    expect([...kinds].sort()).toEqual([
      'care deny',
      'care permit',
      'delegation permit',
      'objection deny',
      'portal permit',
      'research deny',
      'research permit',
      'sharing deny',
      'sharing permit',
    ]);
    expect(new Set(consents().map((c) => c.status))).toEqual(new Set(['active', 'inactive', 'rejected']));
  });
  it('lets a daughter act for her mother now, and a son no longer', () => {
    const delegations = consents()
      .filter((c) => c.category[0]?.coding?.[0]?.code === 'delegation')
      .map((c) => [
        c.patient?.reference,
        c.provision?.actor?.[0]?.reference.reference,
        (c.provision?.period?.end ?? '') >= calendar.today,
      ]);
    expect(delegations).toEqual([
      ['Patient/pat-demo', 'RelatedPerson/demo-rel-1', false],
      ['Patient/pat-038', 'Patient/pat-057', true],
    ]);
  });
});

describe('what is delicate', () => {
  const labels = (chart: Chart, type: string) => [
    ...new Set(
      chart.resources
        .filter((r) => r.resourceType === type)
        .map((r) => r.meta?.security?.map((s) => s.code).join(' ') ?? ''),
    ),
  ];
  it('is labelled by its meaning', () => {
    expect(labels(chartOf('pat-052'), 'Condition')).toEqual(['R HIV']);
    expect(labels(chartOf('pat-052'), 'MedicationRequest')).toEqual(['R HIV']);
    expect(labels(chartOf('pat-057'), 'DocumentReference')).toContain('V PSY');
    expect(labels(chartOf('pat-063'), 'MedicationRequest')).toEqual(['R SEX']);
    expect(labels(chartOf('pat-056'), 'Condition')).toEqual(['R ETH']);
    expect(labels(chartOf('pat-002'), 'Condition')).toEqual(['']);
  });
  it('marks somebody famous and somebody of the staff without closing anything', () => {
    const marks = all.flatMap((c) =>
      of<Patient & { id: string }>(c, 'Patient').flatMap((p) =>
        p.meta?.security ? [`${p.id} ${p.meta.security.map((s) => s.code).join(' ')}`] : [],
      ),
    );
    expect(marks).toEqual(['pat-066 CEL', 'pat-068 EMP']);
    const person = chartOf('pat-068').resources.find((r) => r.resourceType === 'Person');
    expect(person?.link?.map((l) => l.target.reference)).toEqual([
      'Patient/pat-068',
      'Practitioner/pract-secretaire',
    ]);
  });
});
