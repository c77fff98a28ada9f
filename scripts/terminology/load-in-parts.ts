import type { CodeSystem } from '@medplum/fhirtypes';
import { invoke, write } from '../wire/fhir.ts';
import type { Loading } from './loading.ts';
import { displayOf } from './server.ts';
import { groups, type Spooled } from './spool.ts';

/** How much goes into one request; an interrupted run finds the same parts again. */
const most = 2000;

/**
 * `found` is what an earlier run left on the server: the header with some concepts, with all of them, or with a wrong number.
 * A header that says “draft”, its concepts in parts, then the same header as “active”: until then nobody is told of it.
 * Answers false when it was interrupted. What an interrupted run sent is looked for and not sent again.
 */
export async function loadInParts(
  { connection: c, report, signal }: Loading,
  header: CodeSystem & { id: string },
  spooled: Spooled,
  found: 'nothing' | 'some' | 'all' | 'wrong',
): Promise<boolean> {
  const [url, version] = [header.url ?? '', header.version ?? ''];
  const say = (status: 'draft' | 'active') =>
    write(c, `CodeSystem/${header.id}`, JSON.stringify({ ...header, status, content: 'not-present' }));
  let skip = 0;
  if (found === 'all') skip = spooled.count;
  else if (found === 'some')
    skip = await alreadySent(async (code) => (await displayOf(c, url, version, code)) !== null, spooled);
  else await say('draft');
  report(skip, spooled.count);
  for await (const { first, concepts } of groups(spooled, { skip, most })) {
    if (signal?.aborted) return false;
    await invoke(c, 'CodeSystem/$apply-codesystem-delta-add', [
      { name: 'system', valueUri: url },
      {
        name: 'codeSystem',
        resource: {
          resourceType: 'CodeSystem',
          url,
          version,
          status: 'draft',
          content: 'fragment',
          concept: concepts,
        },
      },
    ]);
    report(first + concepts.length, spooled.count);
  }
  await say('active');
  return true;
}

/** Parts go in one after the other, each whole or not at all: how many concepts are there is found by halving. */
async function alreadySent(has: (code: string) => Promise<boolean>, spooled: Spooled): Promise<number> {
  const ends: { code: string; upTo: number }[] = [];
  for await (const { first, concepts } of groups(spooled, { most }))
    ends.push({ code: concepts.at(-1)?.code ?? '', upTo: first + concepts.length });
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (await has(ends[middle]?.code ?? '')) low = middle + 1;
    else high = middle;
  }
  return ends[low - 1]?.upTo ?? 0;
}
