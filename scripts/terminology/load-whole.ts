import type { CodeSystem, CodeSystemConcept } from '@medplum/fhirtypes';
import { write } from '../wire/fhir.ts';
import type { Loading } from './loading.ts';
import { groups, type Spooled } from './spool.ts';

/**
 * One CodeSystem with its concepts inside of each other, as a stream: a server that stores it in one transaction has all of
 * it or nothing. Whether it has all is seen by its value set afterwards; one that was sent before is sent again only then.
 */
export async function loadWhole(
  { connection: c, report, knowsBooleans }: Loading,
  header: CodeSystem & { id: string },
  spooled: Spooled,
): Promise<void> {
  const roots = await nest(spooled, knowsBooleans ? (one) => one : withoutBooleans);
  let sent = 0;
  const said = header.property?.map((one) =>
    one.type === 'boolean' && !knowsBooleans ? { ...one, type: 'string' as const } : one,
  );
  const body = bodyOf({ ...header, ...(said ? { property: said } : {}) }, roots, (done) => {
    sent = done;
    report(done, spooled.count);
  });
  // what is said here takes the longest
  const clock = setInterval(() => sent === spooled.count && report(sent, sent, 'the server stores it'), 1000);
  try {
    await write(c, `CodeSystem/${header.id}`, body);
  } finally {
    clearInterval(clock);
  }
}

/** Properties that are true or false as texts. */
const withoutBooleans = (one: CodeSystemConcept): CodeSystemConcept =>
  one.property?.some(({ valueBoolean }) => valueBoolean !== undefined)
    ? {
        ...one,
        property: one.property.map(({ code, valueBoolean, ...value }) =>
          valueBoolean === undefined ? { code, ...value } : { code, valueString: String(valueBoolean) },
        ),
      }
    : one;

/** Each concept below the first of its parents; those without one, or of a circle, are roots. */
async function nest(
  spooled: Spooled,
  written: (one: CodeSystemConcept) => CodeSystemConcept,
): Promise<CodeSystemConcept[]> {
  const all = new Map<string, CodeSystemConcept>();
  for await (const { concepts } of groups(spooled))
    for (const one of concepts) all.set(one.code ?? '', written(one));
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
  return roots;
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
