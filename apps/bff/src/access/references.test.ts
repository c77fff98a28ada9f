import type { Reference, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { pointersOf, withFates, type Fate } from './references.ts';

const resource = (fields: object) => fields as unknown as Resource;
const narrative = { status: 'generated', div: '<div>secret</div>' };
const nothingLeftOut = () => false;
/** Fates by what a reference leads to. */
const by =
  (fates: Record<string, Fate>) =>
  ({ reference = '' }: Reference): Fate =>
    fates[reference] ?? 'kept';

describe('pointers', () => {
  it('are found wherever they stand, and told apart from codings', () => {
    const found = pointersOf(
      resource({
        resourceType: 'ServiceRequest',
        meta: { security: [{ code: 'V', display: 'very restricted' }] },
        code: { coding: [{ display: 'x' }] },
        subject: { reference: 'Patient/a' },
        encounter: { reference: 'http://fhir.example/Encounter/e/_history/2' },
        requester: { display: 'Dr X' },
        reasonReference: [{ reference: 'Condition/c' }, { identifier: { value: '1' } }],
        contained: [{ resourceType: 'Procedure', id: 'p', subject: { reference: 'Patient/b' } }],
        note: [{ authorReference: { reference: 'RelatedPerson/r' }, text: 'x' }],
        extension: [{ url: 'x', extension: [{ url: 'y', valueReference: { reference: 'Condition/d' } }] }],
      }),
    );
    expect(found.map(({ element, key, isBinding }) => [element, key, isBinding])).toEqual([
      ['subject', 'Patient/a', true],
      ['encounter', 'Encounter/e', true],
      ['requester', null, false],
      ['reasonReference', 'Condition/c', true],
      ['reasonReference', null, true],
      ['subject', 'Patient/b', false],
      ['authorReference', 'RelatedPerson/r', false],
      ['valueReference', 'Condition/d', false],
    ]);
  });
  it('bind a stay to what it is a part of alone; a document to the stay in its context', () => {
    const binding = (fields: object) =>
      pointersOf(resource(fields)).flatMap(({ element, isBinding }) => (isBinding ? [element] : []));
    const leading = { reference: 'Condition/c' };
    expect(
      binding({
        resourceType: 'Encounter',
        partOf: leading,
        basedOn: [leading],
        reasonReference: [leading],
        diagnosis: [{ condition: leading }],
      }),
    ).toEqual(['partOf']);
    expect(
      binding({
        resourceType: 'DocumentReference',
        context: { encounter: [leading], related: [leading] },
        relatesTo: [{ target: leading }],
      }),
    ).toEqual(['encounter', 'related']);
    expect(binding({ resourceType: 'Claim', item: [{ encounter: [leading] }] })).toEqual(['encounter']);
    expect(binding({ resourceType: 'DiagnosticReport', result: [leading] })).toEqual([]);
  });
});

describe('fates', () => {
  it('leave a resource as it is where nothing changes', () => {
    const list = resource({
      resourceType: 'List',
      text: narrative,
      entry: [{ item: { reference: 'Condition/c' } }],
    });
    expect(withFates(list, () => 'kept', nothingLeftOut)).toBe(list);
  });
  it('take the item of a list along, not what stands beside it', () => {
    expect(
      withFates(
        resource({
          resourceType: 'Composition',
          text: narrative,
          title: 'x',
          section: [
            {
              title: 'a',
              text: narrative,
              entry: [{ reference: 'Condition/c' }, { reference: 'Condition/d' }],
            },
            { title: 'b', text: narrative, entry: [{ reference: 'Condition/d' }] },
          ],
          event: [{ detail: [{ reference: 'Condition/c' }] }],
          participant: [
            { actor: { reference: 'Condition/c' }, status: 'x' },
            { actor: { reference: 'Condition/d' } },
          ],
        }),
        by({ 'Condition/c': 'gone' }),
        nothingLeftOut,
      ),
    ).toEqual({
      resourceType: 'Composition',
      title: 'x',
      section: [
        { title: 'a', entry: [{ reference: 'Condition/d' }] },
        { title: 'b', text: narrative, entry: [{ reference: 'Condition/d' }] },
      ],
      event: [{}],
      participant: [{ actor: { reference: 'Condition/d' } }],
    });
  });
  it('take the codes beside a reason along, and what a contained resource says', () => {
    expect(
      withFates(
        resource({
          resourceType: 'MedicationRequest',
          reasonCode: [{ text: 'secret' }],
          reasonReference: [{ reference: 'Condition/c' }],
          contained: [
            { resourceType: 'Patient', id: 'p' },
            { resourceType: 'Medication', id: 'm' },
          ],
          insurance: [{ reference: 'Coverage/v', display: 'secret', identifier: { value: '1' } }],
        }),
        by({ 'Condition/c': 'gone', 'Coverage/v': 'bare' }),
        ({ resourceType }) => resourceType === 'Patient',
      ),
    ).toEqual({
      resourceType: 'MedicationRequest',
      contained: [{ resourceType: 'Medication', id: 'm' }],
      insurance: [{ reference: 'Coverage/v' }],
    });
  });
});
