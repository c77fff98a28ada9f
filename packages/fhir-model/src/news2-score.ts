import { news2Codes, news2Parameters, news2Risk } from '@keneyapp/clinical';
import type { Observation } from '@medplum/fhirtypes';
import type { Measure } from './vital-measure.ts';

/** The points of a recorded score. */
export function readNews2(observation: Observation): Measure['news2'] {
  const points = (code: string) =>
    observation.component?.find((c) =>
      c.code?.coding?.some((k) => k.system === news2Codes.system && k.code === code),
    )?.valueQuantity?.value;
  const onScale2 = points(news2Codes.oxygenSaturationScale2);
  const scores = Object.fromEntries(
    news2Parameters.flatMap((p) => {
      const score =
        p === 'oxygenSaturation'
          ? (onScale2 ?? points(news2Codes.parameters[p]))
          : points(news2Codes.parameters[p]);
      return score === undefined ? [] : [[p, score]];
    }),
  );
  const redParameters = news2Parameters.filter((p) => scores[p] === 3);
  return {
    scores,
    redParameters,
    risk: news2Risk(observation.valueQuantity?.value ?? 0, redParameters.length > 0),
    spo2Scale: onScale2 === undefined ? 1 : 2,
  };
}
