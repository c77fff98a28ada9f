import type { CodeSystem, CodeSystemConcept } from '@medplum/fhirtypes';
import { write } from '../wire/fhir.ts';
import { NotLoaded, type Loading } from './load.ts';
import { hasCode, pause } from './server.ts';
import { groups, type Spooled } from './spool.ts';

/** HAPI answers when it has the first concepts and stores the others afterwards, some hundreds a second. */
const patience = 60_000,
  perConcept = 10;

/**
 * One CodeSystem with its concepts inside of each other, as a stream. The server may go on storing after its answer: the
 * concept that comes last says when it is done. Answers false when it was interrupted.
 */
export async function loadWhole(
  { connection: c, report, signal }: Loading,
  header: CodeSystem & { id: string },
  spooled: Spooled,
  own: CodeSystem | null,
): Promise<boolean> {
  const { roots, last } = await nest(spooled);
  const isThere = () => hasCode(c, header.url ?? '', header.version ?? '', last);
  const wait = async (milliseconds: number): Promise<boolean> => {
    for (const until = Date.now() + milliseconds; ;) {
      if (await isThere()) return true;
      if (Date.now() > until || signal?.aborted) return false;
      report(0, spooled.count, 'the server stores it');
      await pause(1000, signal);
    }
  };
  // sent by a run that was interrupted: perhaps it is still being stored, perhaps a restart of the server lost the rest
  if (own && (await wait(patience))) return true;
  if (signal?.aborted) return false;
  await write(
    c,
    `CodeSystem/${header.id}`,
    bodyOf(header, roots, (done) => report(done, spooled.count)),
  );
  if (await wait(patience + spooled.count * perConcept)) return true;
  if (signal?.aborted) return false;
  throw new NotLoaded('the server took it, and does not know its last code; run the same command again');
}

/** Each concept below the first of its parents; those without one, or of a circle, are roots. `last` is written last. */
async function nest(spooled: Spooled): Promise<{ roots: CodeSystemConcept[]; last: string }> {
  const all = new Map<string, CodeSystemConcept>();
  for await (const { concepts } of groups(spooled)) for (const one of concepts) all.set(one.code ?? '', one);
  const above = (one: CodeSystemConcept) =>
    one.property?.find(
      ({ code, valueCode }) => code === 'parent' && valueCode !== undefined && all.has(valueCode),
    )?.valueCode;
  const roots: CodeSystemConcept[] = [];
  for (const one of all.values()) {
    const parent = isInCircle(one, all, above) ? undefined : all.get(above(one) ?? '');
    if (!parent) roots.push(one);
    else (parent.concept ??= []).push(one);
  }
  let last = roots.at(-1);
  while (last?.concept) last = last.concept.at(-1);
  return { roots, last: last?.code ?? '' };
}

function isInCircle(
  start: CodeSystemConcept,
  all: ReadonlyMap<string, CodeSystemConcept>,
  above: (one: CodeSystemConcept) => string | undefined,
): boolean {
  const seen = new Set<string>();
  for (let one = all.get(above(start) ?? ''); one; one = all.get(above(one) ?? '')) {
    if (one === start) return true;
    if (seen.has(one.code ?? '')) return false;
    seen.add(one.code ?? '');
  }
  return false;
}

/** The JSON of a CodeSystem, root by root: a text of the whole may be longer than the engine's longest. */
function bodyOf(
  header: CodeSystem,
  roots: readonly CodeSystemConcept[],
  report: (done: number) => void,
): ReadableStream {
  let at = -1,
    done = 0;
  const sizeOf = (one: CodeSystemConcept): number =>
    1 + (one.concept ?? []).reduce((sum, child) => sum + sizeOf(child), 0);
  const text = new TextEncoder();
  return new ReadableStream({
    pull(controller) {
      if (at < 0) controller.enqueue(text.encode(`${JSON.stringify(header).slice(0, -1)},"concept":[`));
      const root = roots[++at];
      if (!root) {
        controller.enqueue(text.encode(']}'));
        return controller.close();
      }
      controller.enqueue(text.encode((at > 0 ? ',' : '') + JSON.stringify(root)));
      report((done += sizeOf(root)));
    },
  });
}
