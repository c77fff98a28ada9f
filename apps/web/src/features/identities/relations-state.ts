import type { RegisterInput } from '@keneyapp/bff/features/identities/schema';
import type { IdentityFormView } from '@keneyapp/bff/features/identities/view';
import { checkIns, compactIns } from '@keneyapp/clinical';

/** Who stands beside a patient, as it was typed. */
export interface RelationValues {
  warnName: string;
  warnPhone: string;
  warnLink: string;
  trustName: string;
  trustPhone: string;
  trustLink: string;
  doctorName: string;
  doctorPhone: string;
  insuredNumber: string;
}
export const noRelations: RelationValues = {
  ...{ warnName: '', warnPhone: '', warnLink: '', trustName: '', trustPhone: '', trustLink: '' },
  ...{ doctorName: '', doctorPhone: '', insuredNumber: '' },
};
export const relationFields = Object.keys(noRelations) as (keyof RelationValues)[];

type Relations = IdentityFormView['relations'];

export const fromRelations = ({ toWarn, trusted, doctor, insuredNumber }: Relations): RelationValues => ({
  warnName: toWarn?.name ?? '',
  warnPhone: toWarn?.telephone ?? '',
  warnLink: toWarn?.link ?? '',
  trustName: trusted?.name ?? '',
  trustPhone: trusted?.telephone ?? '',
  trustLink: trusted?.link ?? '',
  doctorName: doctor?.name ?? '',
  doctorPhone: doctor?.telephone ?? '',
  insuredNumber: insuredNumber ?? '',
});

const orNull = (text: string) => text.trim() || null;
const relation = (name: string, telephone: string, link: string) =>
  name.trim() === '' ? null : { name: name.trim(), telephone: orNull(telephone), link: orNull(link) };

export function toRelations(
  values: RelationValues,
  before?: Relations,
): NonNullable<RegisterInput['contact']['relations']> {
  const number = compactIns(values.insuredNumber);
  return {
    toWarn: relation(values.warnName, values.warnPhone, values.warnLink),
    trusted: relation(values.trustName, values.trustPhone, values.trustLink),
    // what the form has no field for stays
    doctor: relation(values.doctorName, values.doctorPhone, before?.doctor?.link ?? ''),
    insuredNumber: number === '' ? null : number,
  };
}

/** What is wrong, by field. */
export function relationProblems(values: RelationValues): [keyof RelationValues, string][] {
  const alone = (name: keyof RelationValues, ...others: (keyof RelationValues)[]) =>
    values[name].trim() === '' && others.some((other) => values[other].trim() !== '');
  const short = (phone: keyof RelationValues) =>
    values[phone].trim() !== '' && values[phone].replaceAll(/\D/g, '').length < 4;
  const found: [keyof RelationValues, string, boolean][] = [
    ['warnName', 'empty', alone('warnName', 'warnPhone', 'warnLink')],
    ['trustName', 'empty', alone('trustName', 'trustPhone', 'trustLink')],
    ['doctorName', 'empty', alone('doctorName', 'doctorPhone')],
    ...(['warnPhone', 'trustPhone', 'doctorPhone'] as const).map(
      (name): [keyof RelationValues, string, boolean] => [name, 'telephone', short(name)],
    ),
    ['insuredNumber', 'nir', values.insuredNumber.trim() !== '' && !checkIns(values.insuredNumber).ok],
  ];
  return found.flatMap(([name, reason, isWrong]) => (isWrong ? [[name, reason]] : []));
}

const groups: Record<string, string> = { toWarn: 'warn', trusted: 'trust', doctor: 'doctor' };
/** Where what the BFF refuses of them is said; its path begins behind `relations`. */
export function relationField([group = '', part = '']: readonly string[]): keyof RelationValues {
  const name = groups[group];
  if (name === undefined) return 'insuredNumber';
  const field = `${name}${{ telephone: 'Phone', link: 'Link' }[part] ?? 'Name'}`;
  return relationFields.find((one) => one === field) ?? 'insuredNumber';
}
