import { stowBody } from '../../packages/config/src/testing-dicom.ts';
import { measurementReport, measurements, observer } from '../../packages/config/src/testing-report.ts';
import { expect, send, test, type Record_ } from './world.ts';
import type { Visitor } from './visitor.ts';
import type { StackUnderTest } from '../stack.ts';

/** Family 23: what a person may store among the images is a report of the own measurements, of that study and patient. */
const nameOf = async (who: Visitor): Promise<string> =>
  (await who.data<{ displayName: string }>('session.me')).displayName;

async function store(stack: StackUnderTest, who: Visitor, { study }: Pick<Record_, 'study'>, object: Buffer) {
  const { contentType, body } = stowBody([object]);
  const { status } = await send(stack, `/dicom-web/studies/${study}`, {
    method: 'POST',
    headers: { ...who.headers, 'content-type': contentType },
    body,
  });
  return status;
}
const reportBy = (name: string, { study, ipp }: Pick<Record_, 'study' | 'ipp'>) =>
  measurementReport(study, ipp, [observer(name), measurements()]);

test('23 images: a report under somebody else’s name is not stored', async ({
  as,
  stack,
  world: { mine },
}) => {
  const radiologist = await as('radiologue');
  expect(await store(stack, radiologist, mine, reportBy(await nameOf(await as('medecin')), mine))).toBe(403);
  expect(await store(stack, radiologist, mine, measurementReport(mine.study, mine.ipp, []))).toBe(403);
  // the same with the own name is
  expect(await store(stack, radiologist, mine, reportBy(await nameOf(radiologist), mine))).toBe(200);
});
test('23 images: a report of another patient or study is not stored', async ({
  as,
  stack,
  world: { mine, theirs },
}) => {
  const radiologist = await as('radiologue'),
    name = await nameOf(radiologist);
  for (const as_ of [
    { study: mine.study, ipp: theirs.ipp },
    { study: theirs.study, ipp: mine.ipp },
  ])
    expect(await store(stack, radiologist, mine, reportBy(name, as_))).toBe(403);
  expect(await store(stack, radiologist, theirs, reportBy(name, theirs))).toBe(404);
});
test('23 images: nothing but a report is stored', async ({ as, stack, world: { mine } }) => {
  const radiologist = await as('radiologue');
  const image = measurementReport(mine.study, mine.ipp, [observer(await nameOf(radiologist))], {
    sopClass: '1.2.840.10008.5.1.4.1.1.2',
  });
  expect(await store(stack, radiologist, mine, image)).toBe(403);
});
test('23 images: whoever only reads images stores no report', async ({ as, stack, world: { mine } }) => {
  for (const username of ['medecin', 'infirmier']) {
    const reader = await as(username);
    expect(await store(stack, reader, mine, reportBy(await nameOf(reader), mine))).toBe(403);
  }
});
