import type { Encounter, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { lookupIn } from './references.ts';
import { readEncounter } from './encounter.ts';
import { now, bundle, hl7 } from './testing-resources.ts';

describe('encounters', () => {
  const ward: Resource = {
    resourceType: 'Location',
    id: 'w',
    name: 'Cardiologie',
    physicalType: hl7('location-physical-type', 'wa'),
  };
  const room: Resource = {
    resourceType: 'Location',
    id: 'r',
    name: 'Chambre 12',
    physicalType: hl7('location-physical-type', 'ro'),
    partOf: { reference: 'Location/w' },
  };
  const bed: Resource = {
    resourceType: 'Location',
    id: 'b',
    name: 'Chambre 12, lit 2',
    physicalType: hl7('location-physical-type', 'bd'),
    partOf: { reference: 'Location/r' },
  };
  const encounter = (e: Partial<Encounter>, lookup = lookupIn(bundle(ward, room, bed))) =>
    readEncounter(
      {
        resourceType: 'Encounter',
        id: 'e',
        status: 'in-progress',
        class: { code: 'IMP' },
        ...e,
      } as Encounter,
      lookup,
      now,
    );
  it('knows the bed, its room and its ward', () => {
    expect(
      encounter({
        location: [
          { location: { reference: 'Location/w' }, status: 'completed' },
          { location: { reference: 'Location/b' }, status: 'active' },
        ],
      }).place,
    ).toEqual({ service: 'Cardiologie', room: 'Chambre 12', bed: 'lit 2', text: 'Chambre 12, lit 2' });
    expect(encounter({ location: [{ location: { display: 'Salle 4' } }] }).place).toEqual({
      service: null,
      room: null,
      bed: null,
      text: 'Salle 4',
    });
    expect(encounter({ serviceType: { text: 'Urgences' } }).place).toEqual({
      service: 'Urgences',
      room: null,
      bed: null,
      text: null,
    });
    expect(encounter({}).place).toBeNull();
    const loop: Resource = {
      resourceType: 'Location',
      id: 'l',
      name: 'L',
      partOf: { reference: 'Location/l' },
    };
    expect(
      encounter({ location: [{ location: { reference: 'Location/l' } }] }, lookupIn(bundle(loop))).place
        ?.text,
    ).toBe('L');
  });
  it('measures a stay, until now while it lasts, not at all without times', () => {
    expect(
      encounter({
        status: 'finished',
        period: { start: '2026-11-20T10:00:00Z', end: '2026-11-20T10:45:00Z' },
      }),
    ).toMatchObject({ lengthMinutes: 45, isCurrent: false });
    expect(encounter({ period: { start: '2026-11-24T08:00:00Z' } })).toMatchObject({
      lengthMinutes: 120,
      isCurrent: true,
    });
    expect(encounter({ period: { start: '2026-11-20' } }).lengthMinutes).toBeNull();
    expect(
      encounter({
        status: 'finished',
        period: { start: '2026-11-20T10:00:00Z', end: '2026-11-20T09:00:00Z' },
      }).lengthMinutes,
    ).toBeNull();
    expect(
      encounter({ period: { start: '2020-01-01T08:00:00Z', end: '2020-01-02T08:00:00Z' } }).isCurrent,
    ).toBe(false);
  });
  it('names reasons and diagnoses once, people by role code', () => {
    const condition: Resource = { resourceType: 'Condition', id: 'c', subject: {}, code: { text: 'Asthme' } };
    const read = encounter(
      {
        reasonCode: [{ text: 'Toux' }],
        reasonReference: [{ reference: 'Condition/c' }, { display: 'Toux' }],
        diagnosis: [{ condition: { reference: 'Condition/c' } }],
        participant: [
          {
            individual: { display: 'Dr A' },
            type: [
              {
                coding: [
                  {
                    system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType',
                    code: 'ATND',
                    display: 'attender',
                  },
                ],
              },
            ],
          },
          { individual: { display: 'Dr A' } },
          {},
        ],
      },
      lookupIn(bundle(condition)),
    );
    expect(read.reasons.map((r) => r.text)).toEqual(['Toux', 'Asthme']);
    expect(read.diagnoses.map((r) => r.text)).toEqual(['Asthme']);
    expect(read.practitioners).toEqual([
      {
        name: 'Dr A',
        role: {
          text: null,
          codes: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'ATND' }],
        },
      },
    ]);
  });
});
