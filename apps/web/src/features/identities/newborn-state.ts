import type { RegisterNewbornInput } from '@keneyapp/bff/features/identities/schema';
import type { LikeInput } from '@keneyapp/bff/features/identities/schema';
import {
  checkTraits,
  parseTypedTime,
  readBirthDate,
  spellRniv,
  spellTraits,
  undeclaredGivenName,
  unsaidBirthDate,
  type StrictTraits,
} from '@keneyapp/clinical';
import { z } from 'zod';
import { fromParis, today as todayInParis, writeDate } from '../../components/form/paris-time.ts';
import { today } from './identity-state.ts';

export const mostChildren = 6;

interface ChildValues {
  firstGivenName: string;
  sex: '' | StrictTraits['sex'];
  /** Of birth, as it was typed. */
  time: string;
}
/** What stands in the form of a birth, as it was typed; children beyond `count` are kept out of sight. */
export interface NewbornValues {
  birthName: string;
  birthDate: string;
  placeCode: string;
  placeName: string;
  count: string;
  children: ChildValues[];
}

export const freshBirth = (place: StrictTraits['birthPlace'] | null): NewbornValues => ({
  birthName: '',
  birthDate: writeDate(todayInParis()),
  placeCode: place?.code ?? '',
  placeName: place?.name ?? '',
  count: '1',
  children: Array.from({ length: mostChildren }, () => ({ firstGivenName: '', sex: '' as const, time: '' })),
});

export const childrenOf = ({ children, count }: NewbornValues): ChildValues[] =>
  children.slice(0, Number(count));

/** Traits of each child as they will be written. */
export function traitsOfChildren(values: NewbornValues, motherName: string): StrictTraits[] {
  const read = readBirthDate(values.birthDate, today());
  return childrenOf(values).map(({ firstGivenName, sex }) =>
    spellTraits({
      birthName: values.birthName.trim() || motherName,
      firstGivenName: firstGivenName.trim() || undeclaredGivenName,
      givenNames: [],
      birthDate: read.ok ? read.date : unsaidBirthDate,
      sex: sex || 'unknown',
      birthPlace: { code: values.placeCode, name: values.placeName.trim() || null },
    }),
  );
}

/** What is wrong, by field; the message is a reason. */
export const newbornSchema = (motherName: string): z.ZodType<NewbornValues, NewbornValues> =>
  z.custom<NewbornValues>().superRefine((values, context) => {
    const wrong = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    const read = readBirthDate(values.birthDate, today());
    if (!read.ok) wrong(['birthDate'], read.problem);
    else if (read.date.known.length < 10) wrong(['birthDate'], 'whole-date');
    for (const [i, traits] of traitsOfChildren(values, motherName).entries()) {
      for (const { field, problem } of checkTraits(traits, today())) {
        if (field === 'birthName' && i === 0) wrong(['birthName'], problem);
        if (field === 'birthPlace' && i === 0) wrong(['placeCode'], problem);
        if (field === 'firstGivenName') wrong(['children', i, 'firstGivenName'], problem);
      }
      const child = values.children[i];
      if (!child) continue;
      if (child.sex === '') wrong(['children', i, 'sex'], 'empty');
      if (child.time.trim() !== '' && parseTypedTime(child.time) === null)
        wrong(['children', i, 'time'], 'time');
    }
  });

export function sentBirth(
  values: NewbornValues,
  { key, mother, others }: Pick<RegisterNewbornInput, 'key' | 'mother' | 'others'>,
): RegisterNewbornInput {
  const read = readBirthDate(values.birthDate, today());
  const day = read.ok ? read.date.known : '';
  return {
    key,
    mother,
    others,
    birthName: values.birthName.trim() || null,
    birthDate: day,
    birthPlace: { code: values.placeCode.trim().toUpperCase(), name: values.placeName.trim() || null },
    children: childrenOf(values).map(({ firstGivenName, sex, time }) => ({
      firstGivenName: firstGivenName.trim() || null,
      sex: sex || 'unknown',
      birthTime: fromParis(`${day}T${parseTypedTime(time) ?? ''}`),
    })),
  };
}

/** What each child is compared by. */
export const likesOf = (values: NewbornValues, motherName: string): LikeInput[] =>
  traitsOfChildren(values, motherName)
    .filter(({ birthDate }) => birthDate.known !== '')
    .map(({ birthName, firstGivenName, birthDate, sex, birthPlace }) => ({
      ...{ birthName, firstGivenName, sex, birthDate: birthDate.known },
      ...(birthPlace.code === '' ? {} : { birthPlace: birthPlace.code }),
    }));

/** Where what the BFF refuses is said. */
export function ofServer(path: readonly (string | number)[]): string {
  const [group, i, field] = path.map(String);
  if (group === 'birthDate' || group === 'birthName') return group;
  if (group === 'birthPlace') return 'placeCode';
  if (group === 'children')
    return `children.${i}.${field === 'birthTime' ? 'time' : (field ?? 'firstGivenName')}`;
  return 'birthName';
}

export interface MotherValues {
  birthName: string;
  birthDate: string;
}
export const motherSchema: z.ZodType<MotherValues, MotherValues> = z
  .custom<MotherValues>()
  .superRefine(({ birthName, birthDate }, context) => {
    const wrong = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (birthName.trim() === '') wrong('birthName', 'empty');
    const read = readBirthDate(birthDate, today());
    if (!read.ok) wrong('birthDate', read.problem);
  });

/** Two traits, as they are compared with her record. */
export function motherOf({ birthName, birthDate }: MotherValues): RegisterNewbornInput['mother'] {
  const read = readBirthDate(birthDate, today());
  return { birthName, birthDate: read.ok ? read.date.known : '' };
}

export const isHers = (
  said: RegisterNewbornInput['mother'],
  { birthName, birthDate }: { birthName: string | null; birthDate: string | null },
): boolean => spellRniv(said.birthName) === spellRniv(birthName ?? '') && said.birthDate === birthDate;
