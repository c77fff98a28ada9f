import type { CodeSystem, ValueSet } from '@medplum/fhirtypes';
import { allCodesId, allCodesUrl, conceptsSystem, releaseSystem } from '@keneyapp/fhir-model/releases';
import type { Connection } from '../wire/connection.ts';
import { remove, write } from '../wire/fhir.ts';
import { loadInParts } from './load-in-parts.ts';
import { loadWhole } from './load-whole.ts';
import { NotLoaded, type Loaded, type Loading } from './loading.ts';
import type { SystemRelease } from './release.ts';
import { codeSystemsOf, hashOf, pause, releasesOn, shownBy, type Shown } from './server.ts';
import type { Spooled } from './spool.ts';

/** A release drops some codes of the one before; a file that was cut short drops many. */
const leastOfBefore = 0.9;
/** How long a server that stores what it took, or expands a value set, may go without getting further. */
const patience = 900_000;

/**
 * Loads one release and puts it in the place of every other of its system. Until its last concept is there the former one
 * counts: the value set of all codes, which says what is loaded, is written at the end, and then what was before is deleted.
 * Whatever breaks off in between goes on with the next run.
 */
export async function load(l: Loading, release: SystemRelease, spooled: Spooled): Promise<Loaded> {
  const { connection: c, signal } = l;
  const url = allCodesUrl(release.short);
  const before = (await releasesOn(c)).find(({ short }) => short === release.short);
  const others = await codeSystemsOf(c, release.url);
  const own = others.find((other) => hashOf(other) === spooled.hash);
  const past = others.filter((other) => hashOf(other) !== null && other !== own);
  const isSaidToBeThere = before?.hash === spooled.hash && own?.status === 'active';
  if (isSaidToBeThere) {
    const wanted = { total: spooled.count, version: own.version ?? '' };
    const shown = await shownBy(c, url);
    if (shown === null && !(await waitUntilShown(l, url, wanted))) return 'interrupted';
    if (shown === null || isSame(shown, wanted)) {
      await removeAll(c, past);
      return 'unchanged';
    }
  }
  if (before && !l.mayShrink && spooled.count < before.concepts * leastOfBefore)
    throw new NotLoaded(
      `it has ${spooled.count} codes, the release that is loaded ${before.concepts}: is a file missing or cut short? If it is meant so, run it again with --fewer`,
    );
  // what an interrupted run of another release left
  await removeAll(
    c,
    past.filter(({ status }) => status === 'draft'),
  );
  const header = headerOf(release, spooled, own?.version ?? versionOf(spooled, others));
  if (!l.inParts) await loadWhole(l, header, spooled);
  else {
    const found = !own ? 'nothing' : own.status === 'draft' ? 'some' : isSaidToBeThere ? 'wrong' : 'all';
    if (!(await loadInParts(l, header, spooled, found))) return 'interrupted';
  }
  if (signal?.aborted) return 'interrupted';
  await write(c, `ValueSet/${allCodesId(release.short)}`, JSON.stringify(allCodes(release, spooled, header)));
  const wanted = { total: spooled.count, version: header.version };
  if (!(await waitUntilShown(l, url, wanted))) return 'interrupted';
  await removeAll(c, past);
  return 'loaded';
}

async function removeAll(c: Connection, systems: readonly CodeSystem[]): Promise<void> {
  for (const { id } of systems) if (id) await remove(c, `CodeSystem/${id}`);
}

/** Two contents of one release (a corrected file) are two versions: servers tell them by it. */
function versionOf({ version, hash }: Spooled, others: readonly CodeSystem[]): string {
  return others.some((other) => other.version === version) ? `${version}+${hash.slice(0, 8)}` : version;
}

type Header = CodeSystem & { id: string; version: string };

function headerOf(release: SystemRelease, { count, hash, properties }: Spooled, version: string): Header {
  return {
    resourceType: 'CodeSystem',
    id: `${release.short}-${hash.slice(0, 12)}`,
    url: release.url,
    identifier: [{ system: releaseSystem, value: hash }],
    version,
    name: release.short.replace(/[^a-z0-9]/g, '').toUpperCase(),
    title: release.title,
    status: 'active',
    experimental: false,
    date: new Date().toISOString(),
    publisher: release.licence.publisher,
    copyright: release.licence.copyright,
    language: release.language,
    caseSensitive: true,
    hierarchyMeaning: 'is-a',
    content: 'complete',
    // a part of a system says no count: what is missing from it is not wrong
    ...(release.isWhole ? { count } : {}),
    ...(properties.length > 0 ? { property: properties } : {}),
  };
}

function allCodes(release: SystemRelease, { hash, count }: Spooled, header: CodeSystem): ValueSet {
  return {
    resourceType: 'ValueSet',
    id: allCodesId(release.short),
    url: allCodesUrl(release.short),
    identifier: [
      { system: releaseSystem, value: hash },
      { system: conceptsSystem, value: String(count) },
    ],
    version: header.version ?? '',
    name: `${header.name ?? ''}ALL`,
    title: release.title,
    status: 'active',
    experimental: false,
    date: new Date().toISOString(), // another each time: servers that expand beforehand do it again
    publisher: release.licence.publisher,
    copyright: release.licence.copyright,
    language: release.language,
    immutable: false,
    compose: { include: [{ system: release.url, version: header.version ?? '' }] },
  };
}

const isSame = (a: Shown, b: Shown): boolean => a.total === b.total && a.version === b.version;

/** Waits until the value set has every code of this version: servers that expand beforehand take their time. */
async function waitUntilShown(
  { connection, inParts, report, signal }: Loading,
  url: string,
  wanted: Shown,
): Promise<boolean> {
  for (const until = Date.now() + patience; ;) {
    const shown = await shownBy(connection, url);
    if (shown && isSame(shown, wanted)) return true;
    if (signal?.aborted) return false;
    if (inParts || Date.now() > until)
      throw new NotLoaded(
        `the server shows ${shown?.total ?? 'no'} of ${wanted.total} codes; run the same command again`,
      );
    report(wanted.total, wanted.total, 'the server expands it');
    await pause(3000, signal);
  }
}
