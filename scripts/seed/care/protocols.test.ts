import { isOver } from '@keneyapp/fhir-model/dates';
import { readProtocol } from '@keneyapp/fhir-model/protocol';
import type { CodeSystem } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { Calendar } from '../calendar.ts';
import { staffResources } from '../hospital/staff.ts';
import { terminologyResources } from '../terminology.ts';
import { protocols } from './protocols.ts';

const today = '2026-11-24';
const read = protocols(new Calendar(today)).map((plan) => readProtocol(plan));

it('protocols of the demonstration are whole, signed by one of its doctors, and name codes of the sample', () => {
  const staff = new Set(staffResources().map(({ resourceType, id }) => `${resourceType}/${id ?? ''}`));
  const codes = new Set(
    terminologyResources()
      .filter((one): one is CodeSystem => one.resourceType === 'CodeSystem')
      .flatMap(({ url, concept = [] }) => concept.map(({ code, display }) => `${url}|${code} ${display}`)),
  );
  for (const one of read) {
    expect(staff).toContain(one?.signer);
    expect(one?.lines?.length).toBeGreaterThan(0);
    for (const { coded } of one?.lines ?? [])
      if (coded.code) expect(codes).toContain(`${coded.code.system}|${coded.code.code} ${coded.text}`);
  }
});

it('one of them holds, the other is over', () => {
  expect(read.map((one) => isOver(one?.until ?? null, new Date(`${today}T12:00:00Z`)))).toEqual([
    false,
    true,
  ]);
});
