import { buildDatamatrix, formatIns, mayUseIns, spellRniv, type BirthDate } from '@keneyapp/clinical';
import type { LabelIdentity, LabelWords } from './labels.ts';

/** One line of a label: what it is, and what it says. */
export interface LabelRow {
  caption: string;
  text: string;
  isBold?: boolean;
  /** As large as there is room. */
  isName?: boolean;
  isNeverCut?: boolean;
}
/** What is written on a label, wherever it stands there. */
export interface LabelContent {
  /** Birth name and first given name of birth: what somebody is called by. */
  names: LabelRow[];
  /** Names in use, birth date, sex, and matricule or why there is none. */
  details: LabelRow[];
  ipp: { caption: string; text: string } | null;
  /** Text of the INS datamatrix. */
  datamatrix: string | null;
}

const nothing = '—';

/** Traits as the RNIV spells them; matricule and datamatrix of a qualified identity only. */
export function labelContent(identity: LabelIdentity, words: LabelWords): LabelContent {
  const { traits, suffix, state, ipp } = identity;
  const ins = mayUseIns(state) ? identity.ins : null;
  const used = [identity.usedName, identity.usedGivenName].map((name) => spellRniv(name ?? ''));
  const usedWords = used.filter((name) => name !== '').join(' ');
  const birthName = [spellRniv(traits.birthName), suffix ?? ''].filter((part) => part !== '').join(' ');
  return {
    names: [
      { caption: words.birthName, text: birthName || nothing, isBold: true, isName: true },
      {
        caption: words.givenName,
        text: spellRniv(traits.firstGivenName) || nothing,
        isBold: true,
        isName: true,
      },
    ],
    details: [
      ...(usedWords === ''
        ? []
        : [{ caption: used[0] === '' ? words.usedGivenName : words.usedName, text: usedWords }]),
      {
        caption: words.born[traits.sex],
        text: `${birthDateWords(traits.birthDate, words)}  ${words.sex[traits.sex]}`,
        isNeverCut: true,
      },
      ...(identity.order ? [{ caption: words.twin, text: String(identity.order), isBold: true }] : []),
      ...(identity.mother ? [{ caption: words.mother, text: spellRniv(identity.mother) }] : []),
      // no-break spaces would keep a narrow label from breaking it between its groups
      ...(ins
        ? [
            {
              caption: words.ins[ins.kind],
              text: formatIns(ins.value).replaceAll('\u00a0', ' '),
              isNeverCut: true,
            },
          ]
        : []),
      ...(['fictive', 'doubtful'] as const)
        .filter((attribute) => state.attributes.includes(attribute))
        .map((attribute) => ({ caption: '', text: words[attribute], isBold: true })),
    ],
    ipp: ipp === null || ipp === '' ? null : { caption: words.ipp, text: ipp },
    datamatrix: ins ? datamatrixOf(ins, traits) : null,
  };
}

/** `12/07/1984`, as far as it is known: `--/07/1984`. */
function birthDateWords({ known, isEstimated }: BirthDate, { about }: LabelWords): string {
  const [year = '', month = '--', day = '--'] = known.split('-');
  const written = `${day}/${month}/${year || '----'}`;
  return isEstimated ? `${about} ${written}` : written;
}

/** Null where a trait that the code must have is not recorded, or the matricule has a wrong key: the label goes without a code. */
function datamatrixOf(
  { value, oid }: NonNullable<LabelIdentity['ins']>,
  traits: LabelIdentity['traits'],
): string | null {
  try {
    return buildDatamatrix({ matricule: value, oid, traits });
  } catch {
    return null;
  }
}
