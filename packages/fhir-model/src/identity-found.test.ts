import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { leftOut } from '@keneyapp/config/left-out';
import type { Bundle, Patient } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { patientName } from './human-name.ts';
import { readIdentity } from './identity.ts';
import { now } from './testing-resources.ts';

const folder = path.resolve(import.meta.dirname, '../../../../shared/data/found');
const missing = existsSync(folder) ? null : '../shared/data/found is missing';
const found = (name: string) => {
  const { entry = [] } = JSON.parse(
    readFileSync(path.join(folder, name, 'names.json'), 'utf8'),
  ) as Bundle<Patient>;
  return new Map(entry.flatMap(({ resource }) => (resource?.id ? [[resource.id, resource] as const] : [])));
};

describe.skipIf(missing)(leftOut('names of real records', missing), () => {
  const of = (file: string, id: string) => {
    const patient = found(file).get(id);
    if (!patient) throw new Error(`no ${id}`);
    return { ...readIdentity(patient, now), line: patientName(patient.name, now) };
  };

  it.each([
    ['zbug-n03', 'ZBUGNOUVEAU Alice', null, null, ['Alice ZBUGANCIEN']],
    ['zbug-n04', 'ZBUGNAISSANCE Carla', null, null, ['Carla ZBUGEXEPOUX']],
    ['zbug-n22', 'ZBUGMANY3 Trois', null, null, ['Un ZBUGMANY', 'Deux ZBUGMANY2', 'Zéro ZBUGMANY0']],
    ['zbug-n30', 'ZBUGJEUNE Pierre', 'ZBUGOFFICIEL', 'Jimmy', []],
  ])('over time: %s is %s', (id, line, usedName, usedGivenName, others) => {
    const person = of('names-over-time', id);
    expect(person).toMatchObject({ line, usedName, usedGivenName });
    expect(person.otherNames.map((n) => n.text)).toEqual(others);
  });
  it('keeps every part', () => {
    const file = 'name-parts-lost';
    expect(of(file, 'zbug-n05')).toMatchObject({ birthName: 'ZBUGTEXTE', givenNames: ['Jean'] });
    expect(of(file, 'zbug-n06')).toMatchObject({ suffix: 'Sr', line: 'ZBUGPERE Paul Sr' });
    expect(of(file, 'zbug-n07')).toMatchObject({ suffix: 'Jr', line: 'ZBUGPERE Paul Jr' });
    expect(of(file, 'zbug-n12').multipleBirth).toEqual({ order: 1 });
    expect(of(file, 'zbug-n13').multipleBirth).toEqual({ order: 2 });
    expect(of(file, 'zbug-n18').isTest).toBe(true);
    expect(of(file, 'zbug-n05')).toMatchObject({ isTest: false, multipleBirth: null });
  });
});
