import type { Bundle } from '@medplum/fhirtypes';
import { matches } from '@keneyapp/fhir-model/bundles';
import { latestFirst } from '@keneyapp/fhir-model/dates';
import { ageMonthsAt } from '@keneyapp/fhir-model/observation/sign';
import type { Subject } from '@keneyapp/fhir-model/observation/range';
import { systems } from '@keneyapp/fhir-model/systems';
import { resultsOf } from './result.ts';
import { seriesOf } from './series.ts';
import type { LastValue, RenalView } from './view.ts';

/** LOINC: estimated filtration rates by any equation, and creatinine of serum or plasma by moles or by mass. */
export const renalCodes = {
  egfr: [
    ...['62238-1', '98979-8', '33914-3', '50210-4', '48642-3', '48643-1', '69405-9', '77147-7'],
    ...['88293-6', '88294-4'],
  ],
  creatinine: ['14682-9', '2160-0', '38483-4'],
} as const;
/** LOINC: potassium of serum, plasma or whole blood. It is measured more often, so it is asked for apart. */
export const potassiumCodes = ['2823-3', '6298-4', '77142-8', '75940-7'] as const;

export async function buildRenal(
  observations: readonly Bundle[],
  subject: Subject,
  now = new Date(),
): Promise<RenalView> {
  const readings = observations
    .flatMap((bundle) => matches(bundle, 'Observation'))
    .flatMap((o) => resultsOf(o, subject))
    .filter(({ value }) => value.kind === 'quantity')
    .sort(latestFirst(({ at }) => at));
  const last = async (codes: readonly string[]): Promise<LastValue | null> => {
    const reading = readings.find(({ name }) =>
      name.codes.some(({ system, code }) => system === systems.loinc && codes.includes(code)),
    );
    if (!reading) return null;
    // alone: a value of its own unit, as it was recorded
    const { series } = await seriesOf(
      [reading],
      () => null,
      ageMonthsAt(subject.birthDate, now.toISOString()),
    );
    const [{ name, freshForDays, points } = {}] = series;
    const point = points?.[0];
    return name && point ? { name, point, freshForDays: freshForDays ?? 0 } : null;
  };
  return {
    egfr: await last(renalCodes.egfr),
    creatinine: await last(renalCodes.creatinine),
    potassium: await last(potassiumCodes),
  };
}
