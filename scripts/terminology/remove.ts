import type { CodeSystem } from '@medplum/fhirtypes';
import { allCodesId } from '@keneyapp/fhir-model/releases';
import type { Connection } from '../wire/connection.ts';
import { read, remove, write } from '../wire/fhir.ts';
import { listTerminologies, type Listed } from './list.ts';

/**
 * What `SYSTEM[|VERSION]` names of what was imported: the short name of a system or map, or its address. Samples and what
 * came from another source are not ours to remove.
 */
export async function namedBy(c: Connection, text: string): Promise<Listed[]> {
  const bar = text.indexOf('|');
  const [name, version] = bar < 0 ? [text, null] : [text.slice(0, bar), text.slice(bar + 1)];
  return (await listTerminologies(c)).filter(
    (one) =>
      (one.state === 'complete' || one.state === 'interrupted') &&
      [one.short, one.url].includes(name) &&
      (version === null || one.version === version),
  );
}

/** Removes them; where a sample of the system is on the server it counts again. */
export async function removeTerminologies(c: Connection, listed: readonly Listed[]): Promise<void> {
  for (const one of listed) {
    if (one.kind === 'system' && one.state === 'complete')
      await remove(c, `ValueSet/${allCodesId(one.short)}`); // first: nobody is sent to what is going
    await remove(c, one.reference);
    if (one.kind === 'system') await restoreSample(c, one.url);
  }
}

/** HAPI deletes the codes of every version with those of the newest: what is left is written again. */
async function restoreSample(c: Connection, url: string): Promise<void> {
  const left = (await listTerminologies(c)).filter((one) => one.url === url && one.state === 'sample');
  for (const { reference } of left) {
    const sample = await read<CodeSystem>(c, reference);
    if (!sample) continue;
    const { meta: _meta, ...content } = sample;
    await write(c, reference, JSON.stringify({ ...content, date: new Date().toISOString() }));
  }
}
