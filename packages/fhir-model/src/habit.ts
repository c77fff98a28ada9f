import type {
  CodeableConcept,
  Coding,
  Observation,
  ObservationComponent,
  Quantity,
} from '@medplum/fhirtypes';
import { versionOf } from './bundles.ts';
import { coded } from './coded.ts';
import { date, latestFirst } from './dates.ts';
import { detailsOf, habitKinds, type HabitAnswer, type HabitDetail, type HabitKind } from './habit-kinds.ts';
import { readValue } from './observation/value.ts';
import { isAnswerOld, pregnancyStatus } from './pregnancy.ts';
import type { Coded, RecordedValue } from './shapes.ts';
import { systemOf, systems } from './systems.ts';
import { notes, words } from './text.ts';

const { loinc, snomed } = systems;
const ownCodes = 'https://keneyapp.example/fhir/CodeSystem/habit';
const categorySystem = 'http://terminology.hl7.org/CodeSystem/observation-category';
export const socialHistory = 'social-history';

/** LOINC: Tobacco smoking status, History of alcohol use, History of other nonmedical drug use, Pregnancy status, Breastfeeding status. */
const codeOf: Record<HabitKind, { code: string; word: string }> = {
  tobacco: { code: '72166-2', word: 'Tabac' },
  alcohol: { code: '11331-6', word: 'Alcool' },
  substances: { code: '11343-1', word: 'Autres substances' },
  pregnancy: { code: pregnancyStatus, word: 'Grossesse' },
  breastfeeding: { code: '63895-7', word: 'Allaitement' },
};
export const habitCodes: readonly string[] = Object.values(codeOf).map(({ code }) => code);

/**
 * Codes of each answer with its word. Tobacco: answer list LL2201-3 of LOINC, and SNOMED CT as US Core has it; pregnancy: the
 * answers of 82810-3, and SNOMED CT as IPS has it; where neither has one, a code of our own.
 */
const codesOf: Record<
  HabitKind,
  Partial<Record<HabitAnswer, { word: string; loinc?: string; snomed?: string }>>
> = {
  tobacco: {
    daily: { word: 'Fume tous les jours', loinc: 'LA18976-3', snomed: '449868002' },
    'some-days': { word: 'Fume de temps en temps', loinc: 'LA18977-1', snomed: '428041000124106' },
    former: { word: 'A arrêté de fumer', loinc: 'LA15920-4', snomed: '8517006' },
    never: { word: 'N’a jamais fumé', loinc: 'LA18978-9', snomed: '266919005' },
    unknown: { word: 'Demandé, non su', loinc: 'LA18980-5', snomed: '266927001' },
  },
  alcohol: {
    regular: { word: 'Consommation régulière', snomed: '219006' },
    occasional: { word: 'Consommation occasionnelle', snomed: '228276006' },
    former: { word: 'Consommation arrêtée', snomed: '82581004' },
    never: { word: 'Pas de consommation', snomed: '105542008' },
    unknown: { word: 'Demandé, non su' },
  },
  substances: {
    current: { word: 'Consommation actuelle' },
    former: { word: 'Consommation arrêtée' },
    never: { word: 'Aucune consommation' },
    unknown: { word: 'Demandé, non su' },
  },
  pregnancy: {
    yes: { word: 'Enceinte', loinc: 'LA15173-0', snomed: '77386006' },
    no: { word: 'Non enceinte', loinc: 'LA26683-5', snomed: '60001007' },
    possible: { word: 'Grossesse possible', snomed: '102874004' },
    unknown: { word: 'Demandé, non su', loinc: 'LA4489-6', snomed: '261665006' },
  },
  breastfeeding: {
    yes: { word: 'Allaite', snomed: '373066001' },
    no: { word: 'N’allaite pas', snomed: '373067005' },
  },
};

type Unit = Required<Pick<Quantity, 'unit' | 'code'>>;
interface Component {
  coding: Coding;
  unit?: Unit;
}
/** LOINC: cigarettes per day now, pack-years, date quit, date of delivery as estimated; glasses a week and a drug's name are in no list that fits. */
const components: Record<Exclude<HabitDetail, 'stopped'>, Component> &
  Record<'stopped' | 'stoppedTobacco', Component> = {
  perDay: {
    coding: {
      system: loinc,
      code: '64218-1',
      display: 'How many cigarettes do you smoke per day now [PhenX]',
    },
    unit: { unit: 'cigarettes/j', code: '{cigarettes}/d' },
  },
  packYears: {
    coding: { system: loinc, code: '8664-5', display: 'Cigarettes smoked total (pack per year) - Reported' },
    unit: { unit: 'paquets-années', code: '{pack-years}' },
  },
  perWeek: {
    coding: { system: ownCodes, code: 'drinks-per-week', display: 'Verres d’alcool par semaine' },
    unit: { unit: 'verres/sem', code: '{drinks}/wk' },
  },
  which: { coding: { system: ownCodes, code: 'which', display: 'Substance' } },
  stopped: { coding: { system: ownCodes, code: 'stopped', display: 'Arrêt' } },
  stoppedTobacco: { coding: { system: loinc, code: '74010-0', display: 'Date quit tobacco smoking' } },
  due: { coding: { system: loinc, code: '11778-8', display: 'Delivery date Estimated' } },
};
const componentOf = (kind: HabitKind, detail: HabitDetail): Component =>
  components[detail === 'stopped' && kind === 'tobacco' ? 'stoppedTobacco' : detail];

/** What is said beyond the answer; null: not said. */
export interface HabitDetails {
  perDay: number | null;
  packYears: number | null;
  perWeek: number | null;
  which: string | null;
  stopped: string | null;
  due: string | null;
}
export interface HabitRow extends HabitDetails {
  id: string;
  /** Version, for `If-Match`. */
  version: string | null;
  /** Null of another question than ours. */
  kind: HabitKind | null;
  name: Coded;
  /** Null of an answer that is none of ours: `value` says it. */
  answer: HabitAnswer | null;
  value: RecordedValue | null;
  status: string | null;
  at: string | null;
  /** Nothing follows from it for today. */
  isOld: boolean;
  author: string | null;
  note: string | null;
}

export function kindOf({ code }: Pick<Observation, 'code'>): HabitKind | null {
  const codings = code?.coding ?? [];
  return (
    habitKinds.find((kind) =>
      codings.some((one) => systemOf(one) === loinc && one.code === codeOf[kind].code),
    ) ?? null
  );
}

/** How somebody lives: of our questions, or filed as that. */
export const isHabit = (observation: Observation): boolean =>
  kindOf(observation) !== null ||
  (observation.category ?? []).some(({ coding = [] }) => coding.some(({ code }) => code === socialHistory));

function answerOf(kind: HabitKind, value: CodeableConcept | undefined): HabitAnswer | null {
  const found = (value?.coding ?? []).map((one) => `${systemOf(one)}|${one.code ?? ''}`);
  const known = Object.entries(codesOf[kind]) as [HabitAnswer, { loinc?: string; snomed?: string }][];
  const isMeant = ([answer, codes]: (typeof known)[number]) =>
    [`${ownCodes}|${answer}`, `${loinc}|${codes.loinc}`, `${snomed}|${codes.snomed}`].some((one) =>
      found.includes(one),
    );
  return known.find(isMeant)?.[0] ?? null;
}

export function readHabit(observation: Observation, now: Date): HabitRow {
  const kind = kindOf(observation);
  const answer = kind && answerOf(kind, observation.valueCodeableConcept);
  const at = date(observation.effectiveDateTime ?? observation.effectivePeriod?.start);
  const said = (detail: HabitDetail) =>
    kind && detailsOf(kind, answer ?? '').includes(detail)
      ? observation.component?.find((one) => isOf(one, componentOf(kind, detail)))
      : undefined;
  const number = (detail: HabitDetail) => said(detail)?.valueQuantity?.value ?? null;
  const due = date(said('due')?.valueDateTime);
  return {
    id: observation.id ?? '',
    version: versionOf(observation),
    kind,
    name: coded(observation.code),
    answer,
    value: readValue(observation),
    status: observation.status ?? null,
    at,
    isOld: kind === 'pregnancy' && answer !== null && isAnswerOld(answer, at, now),
    author: observation.performer?.[0]?.display ?? null,
    note: notes(observation.note),
    perDay: number('perDay'),
    packYears: number('packYears'),
    perWeek: number('perWeek'),
    which: words(said('which')?.valueString),
    stopped: date(said('stopped')?.valueDateTime),
    due: due?.slice(0, 10) ?? null,
  };
}

const isOf = ({ code }: ObservationComponent, { coding }: Component): boolean =>
  (code.coding ?? []).some((one) => systemOf(one) === coding.system && one.code === coding.code);

/** A question with its answer, in codes and words. */
export function habitOf(
  kind: HabitKind,
  answer: HabitAnswer,
  said: HabitDetails,
): Pick<Observation, 'category' | 'code' | 'valueCodeableConcept'> & { component: ObservationComponent[] } {
  const { word, ...codes } = codesOf[kind][answer] ?? { word: answer };
  const { code, word: name } = codeOf[kind];
  return {
    category: [{ coding: [{ system: categorySystem, code: socialHistory }] }],
    code: { coding: [{ system: loinc, code }], text: name },
    valueCodeableConcept: {
      coding: [
        ...(codes.loinc ? [{ system: loinc, code: codes.loinc }] : []),
        ...(codes.snomed ? [{ system: snomed, code: codes.snomed }] : []),
        ...(codes.loinc || codes.snomed ? [] : [{ system: ownCodes, code: answer, display: word }]),
      ],
      text: word,
    },
    component: detailsOf(kind, answer).flatMap((detail) => {
      const { coding, unit } = componentOf(kind, detail);
      const value = said[detail];
      if (value === null) return [];
      return {
        code: { coding: [coding] },
        ...(typeof value === 'number'
          ? { valueQuantity: { value, system: systems.ucum, ...unit } }
          : detail === 'which'
            ? { valueString: value }
            : { valueDateTime: value }),
      };
    }),
  };
}

/** The components of another system, which no answer of ours says. */
export const foreignComponents = ({ component = [] }: Observation): ObservationComponent[] =>
  component.filter((one) => !Object.values(components).some((own) => isOf(one, own)));

export interface SortedHabits {
  /** The latest answer of each question. */
  current: HabitRow[];
  earlier: HabitRow[];
}

/** The latest first; without what was entered in error. */
export function sortHabits(all: readonly HabitRow[]): SortedHabits {
  const valid = all
    .filter(({ status }) => status !== 'entered-in-error' && status !== 'cancelled')
    .toSorted(latestFirst(({ at }) => at));
  const questionOf = ({ kind, name }: HabitRow) =>
    kind ?? name.codes.map(({ system, code }) => `${system}|${code}`)[0] ?? name.text;
  const isLatest = (row: HabitRow, i: number) =>
    valid.findIndex((one) => questionOf(one) === questionOf(row)) === i;
  const order = (row: HabitRow) => (row.kind === null ? habitKinds.length : habitKinds.indexOf(row.kind));
  return {
    current: valid.filter(isLatest).toSorted((a, b) => order(a) - order(b)),
    earlier: valid.filter((row, i) => !isLatest(row, i)),
  };
}
