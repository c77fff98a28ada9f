import { pathToFileURL } from 'node:url';
import type { Basic, CodeSystem } from '@medplum/fhirtypes';
import { connect, readSettings, type Connection } from '../wire/connection.ts';
import { postBundle, put, read } from '../wire/fhir.ts';
import { renewed } from './agenda.ts';
import { Calendar } from './calendar.ts';
import type { Identified } from './chart/chart.ts';
import { agendaResources, charts, drawn, sharedResources, taskResources } from './generate.ts';

/** Raised whenever what is generated changes: the next start then writes everything again over the same ids. */
const seedVersion = '10';
const marker = 'keneyapp-demo-seed',
  markerSystem = 'https://keneyapp.example/seed';

type Progress = (message: string) => void;
interface SeedResult {
  skipped: boolean;
  resources: number;
  patients: number;
  instances: number;
  milliseconds: number;
}

/**
 * Writes the demonstration data over the wire. Ids are stable and every write is a PUT, so a second run makes no
 * duplicates; when the marker says this version is in, only the agenda is brought up to date: in a new week that of this one and the next,
 * on a new day that of the days since, so that what was changed of those to come stays.
 */
async function seed(
  c: Connection,
  calendar: Calendar,
  progress: Progress = () => undefined,
): Promise<SeedResult> {
  const begun = Date.now(),
    done = await read<Basic>(c, `Basic/${marker}`);
  const values = new Map(done?.identifier?.map((i) => [i.type?.text, i.value])),
    result = (rest: Omit<SeedResult, 'milliseconds'>): SeedResult => ({
      ...rest,
      milliseconds: Date.now() - begun,
    });
  const lastDay = values.get('agenda');
  if (values.get('version') === seedVersion && lastDay === calendar.today)
    return result({ skipped: true, resources: 0, patients: 0, instances: 0 });

  const all = charts(calendar),
    agenda = agendaResources(calendar, all);
  if (values.get('version') === seedVersion) {
    progress('bringing the agenda up to date');
    const changed = renewed(agenda, calendar, lastDay);
    await send(c, changed, progress, 'agenda');
    await send(c, [markerResource(calendar)], () => undefined, '');
    return result({ skipped: false, resources: changed.length, patients: 0, instances: 0 });
  }
  const shared = sharedResources(calendar);
  const tasks = taskResources(calendar, all);
  let resources = shared.length + agenda.length + tasks.length;
  // code systems come first: a server may expand a value set as soon as it has it, and keep what it found
  await send(c, shared.filter(isCodeSystem), progress, 'code systems');
  await send(c, await unknownToLookup(c, shared.filter(isCodeSystem)), () => undefined, '');
  await send(
    c,
    shared.filter((r) => !isCodeSystem(r)),
    progress,
    'hospital, staff and value sets',
  );
  // before the charts: a consent of one names another as delegate, and servers insist on what is referred to
  await send(
    c,
    all.flatMap((chart) => chart.resources.filter(isPatient)),
    progress,
    'patients',
  );
  // a chart refers to itself and to what is there already: two are on their way at a time
  const waiting = [...all];
  let written = 0;
  await Promise.all(
    [0, 1].map(async () => {
      for (let chart = waiting.shift(); chart; chart = waiting.shift()) {
        const list = await drawn(chart);
        await send(
          c,
          list.filter((r) => !isPatient(r)),
          () => undefined,
          '',
        );
        resources += list.length;
        written += 1;
        if (written % 6 === 0 || written === all.length)
          progress(`patients ${written}/${all.length}, ${resources} resources`);
      }
    }),
  );
  await send(c, agenda, progress, 'agenda');
  await send(c, tasks, progress, 'tasks and notices');
  const instances = await sendImages(c, all, progress);
  await send(c, [markerResource(calendar)], () => undefined, '');
  return result({ skipped: false, resources, patients: all.length, instances });
}

/**
 * HAPI looks codes up in tables that it fills from whole code systems alone: fragments whose codes a server does not know
 * are written as whole ones. https://hapifhir.io/hapi-fhir/docs/server_jpa/terminology.html
 */
async function unknownToLookup(
  c: Connection,
  codeSystems: readonly (CodeSystem & { id: string })[],
): Promise<Identified[]> {
  const fragments = codeSystems.filter(({ content }) => content === 'fragment');
  const known = await Promise.all(
    fragments.map(({ url = '', concept }) =>
      read(
        c,
        `CodeSystem/$lookup?system=${encodeURIComponent(url)}&code=${encodeURIComponent(concept?.[0]?.code ?? '')}`,
      ),
    ),
  );
  return fragments
    .filter((_, i) => known[i] === null)
    .map((codeSystem) => ({ ...codeSystem, content: 'complete' }));
}

const isCodeSystem = (r: Identified): r is CodeSystem & { id: string } => r.resourceType === 'CodeSystem';
const isPatient = (r: Identified) => r.resourceType === 'Patient';

/** Pixels come after the charts; loaded here so that a run without them does not pay for it. */
async function sendImages(
  c: Connection,
  all: ReturnType<typeof charts>,
  progress: Progress,
): Promise<number> {
  const { storePhantoms } = await import('./phantoms/store.ts');
  return storePhantoms(c, all, progress);
}

const bundleSize = 400;

async function send(
  c: Connection,
  list: readonly Identified[],
  progress: Progress,
  what: string,
): Promise<void> {
  for (let i = 0; i < list.length; i += bundleSize)
    await postBundle(c, 'transaction', list.slice(i, i + bundleSize).map(put));
  if (what) progress(`${what}: ${list.length} resources`);
}

function markerResource(calendar: Calendar): Basic & { id: string } {
  const value = (name: string, v: string) => ({ type: { text: name }, system: markerSystem, value: v });
  return {
    resourceType: 'Basic',
    id: marker,
    code: { text: 'Données de démonstration' },
    identifier: [value('version', seedVersion), value('agenda', calendar.today)],
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const result = await seed(connect(readSettings(process.env)), Calendar.now(), (message) =>
      console.log(`seed: ${message}`),
    );
    console.log(
      result.skipped
        ? 'seed: already there'
        : `seed: ${result.resources} resources, ${result.patients} patients, ${result.instances} images in ${(result.milliseconds / 1000).toFixed(1)} s`,
    );
  } catch (error) {
    console.error(`seed: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
