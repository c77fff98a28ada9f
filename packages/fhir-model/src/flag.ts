import type { Flag } from '@medplum/fhirtypes';
import { coded, codedOrNull } from './coded.ts';
import { date, isOver } from './dates.ts';
import type { Coded } from './shapes.ts';

/** What whoever comes to the bed must know. */
export interface PatientFlag {
  id: string;
  kind: 'isolation' | 'advance-directive' | 'other';
  text: string | null;
  code: Coded | null;
  since: string | null;
}

/** Codes and words that isolation and advance directives are met with; a flag of another kind is shown with its own words. */
const isolation =
  /isolement|isolation|précautions? (complémentaires|contact|gouttelettes|air)|contact precautions|droplet|airborne|BMR|BHRe/i;
const directive =
  /directives? anticipées?|advance directive|living will|DNR|do not resuscitate|limitation.*(soins|traitement)|LATA/i;

/** What stands now. */
export function readFlags(flags: readonly Flag[], now: Date): PatientFlag[] {
  return flags
    .filter((f) => f.status === 'active' && !isOver(date(f.period?.end), now))
    .map((flag) => {
      const name = coded(flag.code);
      const said = [
        name.text,
        ...(flag.category ?? []).map((c) => coded(c).text),
        ...(flag.category ?? []).flatMap((c) => c.coding?.map((x) => x.code) ?? []),
      ].join(' ');
      const kind = directive.test(said) ? 'advance-directive' : isolation.test(said) ? 'isolation' : 'other';
      return {
        id: flag.id ?? '',
        kind,
        text: name.text,
        code: codedOrNull(flag.code),
        since: date(flag.period?.start),
      };
    });
}
