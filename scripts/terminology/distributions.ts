import type { Gathered, KnownFile } from './gather.ts';
import type { Kind } from './recognise.ts';
import type { Problems } from './problems.ts';
import type { Release } from './release.ts';
import { atc } from './readers/atc.ts';
import { atcMap, bdpm, cip, cipMap } from './readers/bdpm.ts';
import { ccam } from './readers/ccam.ts';
import { cim10 } from './readers/cim10.ts';
import { communes } from './readers/communes.ts';
import { icd11, icdMap } from './readers/icd11.ts';
import { localMaps } from './readers/local-map.ts';
import { loinc } from './readers/loinc.ts';
import { rf2Sets, snomed } from './readers/snomed.ts';
import { ucum } from './readers/ucum.ts';
import { versionOf } from './version.ts';

/** What the files that were found make: releases of code systems, maps after them. */
export async function releasesOf({ files }: Gathered, problems: Problems): Promise<Release[]> {
  const of = (...kinds: Kind[]): KnownFile[] => files.filter(({ kind }) => kinds.includes(kind));
  const has = (kind: Kind) => files.some((file) => file.kind === kind);
  const releases: Release[] = [];
  if (has('cim10')) releases.push(cim10(of('cim10'), problems));
  if (has('ccam-acts')) releases.push(ccam(of('ccam-acts', 'ccam-hierarchy', 'ccam-notes'), problems));
  if (has('icd11')) releases.push(icd11(of('icd11'), problems));
  if (has('loinc-table')) releases.push(loinc(of('loinc-table', 'loinc-variant'), problems));
  releases.push(
    ...snomedOf(of('rf2-concept', 'rf2-description', 'rf2-relationship', 'rf2-language'), problems),
  );
  if (has('ucum')) releases.push(ucum(of('ucum'), problems));
  if (has('cog')) releases.push(communes(of('cog'), problems));
  releases.push(...drugs(of('bdpm-cis', 'bdpm-cip', 'bdpm-composition', 'bdpm-atc', 'ucd'), problems));
  if (has('icd-map')) releases.push(icdMap(of('icd-map'), problems));
  releases.push(...(await localMaps(of('local-map'), problems)));
  sayWhatIsAlone(files, problems);
  return releases;
}

function drugs(files: readonly KnownFile[], problems: Problems): Release[] {
  const has = (kind: Kind) => files.some((file) => file.kind === kind);
  const drug = has('bdpm-cis') ? bdpm(files, problems) : null,
    box = has('bdpm-cip') ? cip(files, problems) : null,
    ofClasses = files.filter(({ kind }) => kind === 'bdpm-atc' || kind === 'ucd'),
    drugsAsOf = () => (drug ?? box)?.version() ?? '';
  const version = () => drugsAsOf() || versionOf(files);
  return [
    ...(drug ? [drug] : []),
    ...(box ? [box, cipMap(files, version)] : []),
    // without the titles of the UCD table codes alone would take the place of better ones
    ...(has('ucd') ? [atc(ofClasses, problems, drugsAsOf)] : []),
    ...(has('bdpm-atc') ? [atcMap(files, problems, version, has('ucd'))] : []),
  ];
}

/** Extensions belong to the edition they extend; two releases of one package would be mixed. */
function snomedOf(files: readonly KnownFile[], problems: Problems): Release[] {
  const sets = rf2Sets(files);
  const twice = sets.filter((set) =>
    sets.some((other) => other !== set && other.namespace === set.namespace),
  );
  if (twice.length > 0) {
    for (const { root, namespace, date } of twice)
      problems.add(root, 0, `one of several releases of SNOMED CT (${namespace} ${date}): name one of them`);
    return [];
  }
  return sets.length > 0 ? [snomed(sets, problems)] : [];
}

/** Files that only say something about others that are not here. */
function sayWhatIsAlone(files: readonly KnownFile[], problems: Problems): void {
  const needs: Partial<Record<Kind, [Kind, string]>> = {
    'loinc-variant': ['loinc-table', 'Loinc.csv or LoincTableCore.csv'],
    'ccam-hierarchy': ['ccam-acts', 'the list of acts'],
    'ccam-notes': ['ccam-acts', 'the list of acts'],
    'bdpm-composition': ['bdpm-cis', 'CIS_bdpm'],
    'rf2-description': ['rf2-concept', 'the concepts (sct2_Concept)'],
    'rf2-relationship': ['rf2-concept', 'the concepts (sct2_Concept)'],
    'rf2-language': ['rf2-concept', 'the concepts (sct2_Concept)'],
  };
  for (const { kind, name } of files) {
    const need = needs[kind];
    if (need && !files.some((file) => file.kind === need[0]))
      problems.add(name, 0, `says something of what is not here: ${need[1]} is needed beside it`);
  }
}
