import type { Measure } from '@keneyapp/bff/features/vitals/view';
import type { Side, TwoVersions } from '../../components/changed-meanwhile.tsx';
import { preview, stateOf, type CorrectState } from './correct-state.ts';
import type { useVitalsWords } from './use-vitals-words.ts';

type Words = ReturnType<typeof useVitalsWords>;

/** A corrected measure as somebody else saved it, and as it was entered here; a pressure is two values, chosen one by one. */
export function twoVersions(
  { t, name, value, halves }: Words,
  before: Measure | undefined,
  theirs: Measure,
  state: CorrectState,
): TwoVersions[] {
  const mine = preview(theirs, state);
  const isGone = theirs.state === 'entered-in-error';
  if (theirs.name === 'bloodPressure' && theirs.parts.length === 0 && !isGone) {
    const [first, second, third] = [before && halves(before), halves(theirs), halves(mine)];
    return (['systolic', 'diastolic'] as const).map((key) => ({
      key,
      label: t(`names.${key}`),
      before: first?.[key] ?? null,
      theirs: second[key],
      mine: third[key],
    }));
  }
  return [
    {
      key: theirs.name,
      label: name(theirs),
      before: before ? value(before) : null,
      theirs: value(theirs),
      mine: value(mine),
      isTheirsGone: isGone,
    },
  ];
}

/** What is entered, with the values of theirs that were chosen. */
export function withChosen(
  state: CorrectState,
  theirs: Measure,
  chosen: Readonly<Record<string, Side>>,
): CorrectState {
  const saved = stateOf(theirs).values;
  const values = Object.fromEntries(
    Object.entries(state.values).map(([key, text]) => [
      key,
      chosen[key] === 'theirs' ? saved[key as keyof typeof saved] : text,
    ]),
  );
  return { ...state, values };
}
