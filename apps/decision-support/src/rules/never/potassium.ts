import { folded } from '@keneyapp/clinical';
import { amountsOf, milligrams } from '../../case/dose.ts';
import { hasSubstance, isOfAtc, stepsOf, type Drug } from '../../case/drug.ts';
import type { AlertFinding, Finding, Source } from '../../findings.ts';
import { additivesOf, type Additive, type Amount } from '../additives.ts';
import { notChecked, type Rule } from '../rule.ts';
import { never } from './never.ts';

/** Never event 2: potassium chloride for injection. Diluted, slowly, by the vein alone: 4 g/L and 1 g/h at most in an adult. */
const rcp: Source = {
  label: 'RCP chlorure de potassium à diluer, 4.2 et 4.4 ; ANSM, chlorure de potassium injectable',
  url: 'https://ansm.sante.fr',
  date: '2024',
};
const [mostPerLitre, mostPerHour] = [4_000, 1_000];
const injected = ['intravenous', 'intramuscular', 'subcutaneous', 'intradermal', 'intrathecal'];

export const potassiumRule: Rule = ({ drafts }) => drafts.flatMap(ofDrug);

/** What one step gives: why it is refused, how dense and how fast it is, or `unread`. */
type Judged = { refused: keyof typeof refusals } | Given | 'unread' | null;
interface Given {
  perLitre: number;
  /** Litres an hour; null where the density alone is known. */
  perHour: number | null;
}

/** The worst of its steps: each has its own bag, dose and rate. */
function ofDrug(drug: Drug): Finding[] {
  const judge = isConcentrate(drug) ? ofConcentrate : ofBag;
  const steps = drug.written.length > 0 ? stepsOf(drug).map(judge) : [judge(drug)];
  for (const step of steps)
    if (step && step !== 'unread' && 'refused' in step) return [refused(drug, step.refused)];
  const given = steps.filter((one): one is Given => one !== null && one !== 'unread' && 'perLitre' in one);
  const [worst] = given.toSorted((a, b) => excess(b) - excess(a));
  const isUnread =
    steps.includes('unread') ||
    // dense enough to be said, it is said
    given.some((one) => one.perHour === null && one.perLitre <= mostPerLitre);
  return [...(worst ? tooMuch(drug, worst) : []), ...(isUnread ? [unread(drug)] : [])];
}

const excess = ({ perLitre, perHour }: Given): number =>
  Math.max(perLitre / mostPerLitre, (perLitre * (perHour ?? 0)) / mostPerHour);

/** Ampoules to dilute; bags that are sold ready are B05BB. */
const isConcentrate = (drug: Drug): boolean =>
  drug.routes.some((route) => injected.includes(route)) &&
  (isOfAtc(drug, 'B05XA01') ||
    (hasSubstance(drug, 'chlorure potassium', 'potassium') && !isOfAtc(drug, 'B05BB')));

function ofConcentrate(step: Drug): Judged {
  if (step.routes.some((route) => route !== 'intravenous')) return { refused: 'route' };
  const diluent = litresIn(additivesOf(step));
  if (diluent === 0) return { refused: 'undiluted' };
  if (!hasRate(step)) return { refused: 'no-rate' };
  const amounts = amountsIn(step).map(amountMg);
  if (amounts.length === 0 || !areKnown(amounts)) return 'unread';
  const perLitre = Math.max(...amounts) / diluent;
  return { perLitre, perHour: litresPerHour(step) ?? perHourOver(step, diluent) };
}

/** Potassium that goes into a bag of something else. */
function ofBag(step: Drug): Judged {
  const additives = additivesOf(step).filter(({ text }) =>
    /\bk\s?cl|potassi|kalium|\bk\s?\+/.test(folded(text)),
  );
  if (additives.length === 0) return null;
  if (step.routes.some((route) => route !== 'intravenous')) return { refused: 'route' };
  const bags = amountsIn(step).map(litresOf);
  const isBag = bags.length > 0 && areKnown(bags);
  if (!isBag && !step.dosages.some(({ rate }) => rate !== null)) return { refused: 'undiluted' };
  if (!hasRate(step)) return { refused: 'no-rate' };
  const amounts = additives.map(({ dose }) => amountMg(dose));
  if (!isBag || !areKnown(amounts)) return 'unread';
  const bag = Math.min(...bags);
  const perLitre = amounts.reduce((sum, one) => sum + one, 0) / bag;
  return { perLitre, perHour: litresPerHour(step) ?? perHourOver(step, bag) };
}

const amountsIn = ({ dosages }: Drug): (Amount | null)[] =>
  dosages
    .flatMap(amountsOf)
    .map((one) => one && { value: one.value, code: one.code ?? undefined, unit: one.unit ?? undefined });
const areKnown = (all: readonly (number | null)[]): all is number[] => all.every((one) => one !== null);

/** So many litres over so long: 1 L over 8 h. */
function perHourOver({ dosages }: Drug, litres: number): number | null {
  const [lasts] = dosages.flatMap(({ timing }) => timing?.lasts ?? []);
  const hours = lasts && { s: 1 / 3_600, min: 1 / 60, h: 1, d: 24 }[lasts.unit ?? ''];
  return lasts && hours && lasts.low > 0 ? litres / (lasts.low * hours) : null;
}

const unread = (drug: Drug): Finding =>
  notChecked(
    'never.potassium-concentration',
    [drug],
    { fr: 'Potassium', en: 'Potassium' },
    {
      fr: 'La quantité, le volume ou le débit ne se lit pas : ni la concentration ni la vitesse n’ont été vérifiées.',
      en: 'The amount, the volume or the rate cannot be read: neither concentration nor speed was checked.',
    },
  );

/** So many millilitres an hour, or one bag over so long. */
const hasRate = ({ dosages }: Drug): boolean =>
  dosages.length > 0 &&
  dosages.every(({ rate, timing }) => rate !== null || (timing?.lasts ?? null) !== null);

/** Volume that stands beside it in numbers or in words: `NaCl 0,9 % 500 mL`. */
function litresIn(additives: readonly Additive[]): number {
  return additives.reduce((sum, { text, dose }) => {
    const [, value = '0', unit = ''] = /(\d+(?:[.,]\d+)?)\s*(ml|l)\b/i.exec(text) ?? [];
    const inWords = Number(value.replace(',', '.')) / (unit.toLowerCase() === 'ml' ? 1_000 : 1);
    return sum + (litresOf(dose) ?? inWords);
  }, 0);
}

function litresOf(amount: Amount | null | undefined): number | null {
  const unit = amount?.code ?? amount?.unit;
  if (amount?.value === undefined) return null;
  return unit === 'mL' || unit === 'ml'
    ? Number(amount.value) / 1_000
    : unit === 'L' || unit === 'l'
      ? Number(amount.value)
      : null;
}

/** 1 g of potassium chloride is 13.4 mmol. */
function amountMg(amount: Amount | null | undefined): number | null {
  const unit = amount?.code ?? amount?.unit ?? '';
  if (amount?.value === undefined) return null;
  return unit === 'mmol' || unit === 'meq'
    ? (Number(amount.value) / 13.4) * 1_000
    : milligrams({ value: Number(amount.value), unit });
}

function litresPerHour({ dosages }: Drug): number | null {
  const [rate] = dosages.flatMap((dosage) => dosage.rate ?? []);
  // of a range, the fastest
  const fastest = rate && (rate.high ?? rate.low);
  const volume = litresOf(
    fastest && { value: fastest.value, code: fastest.code ?? undefined, unit: fastest.unit ?? undefined },
  );
  if (!rate || volume === null) return null;
  const hours = { min: 1 / 60, h: 1, d: 24 }[rate.per?.code ?? rate.per?.unit ?? 'h'];
  return hours === undefined ? null : volume / ((rate.per?.value ?? 1) * hours);
}

function tooMuch(drug: Drug, { perLitre, perHour }: Given): AlertFinding[] {
  const isDense = perLitre > mostPerLitre * 1.001;
  const isFast = perHour !== null && perLitre * perHour > mostPerHour * 1.001;
  if (!isDense && !isFast) return [];
  const [density, speed] = [(perLitre / 1_000).toFixed(1), ((perLitre * (perHour ?? 0)) / 1_000).toFixed(1)];
  return [
    never(drug, {
      rule: 'never.potassium-concentration',
      amount: `${density}-${speed}`,
      level: 'needs-reason',
      source: rcp,
      summary: isDense
        ? {
            fr: `Potassium : ${density.replace('.', ',')} g/L (4 g/L au plus)`,
            en: `Potassium: ${density} g/L (4 g/L at most)`,
          }
        : {
            fr: `Potassium : ${speed.replace('.', ',')} g/h (1 g/h au plus)`,
            en: `Potassium: ${speed} g/h (1 g/h at most)`,
          },
      detail: {
        fr: 'Chez l’adulte : 4 g/L et 1 g/h au plus. Au-delà, sous surveillance continue de l’ECG et par voie centrale.',
        en: 'In an adult: 4 g/L and 1 g/h at most. Beyond that under continuous ECG and by a central line.',
      },
    }),
  ];
}

const refusals = {
  undiluted: {
    fr: 'Potassium injectable non dilué : le solvant et son volume ne sont pas écrits',
    en: 'Undiluted potassium for injection: what it is diluted in, and how much, is not written',
  },
  'no-rate': {
    fr: 'Potassium injectable : le débit n’est pas écrit',
    en: 'Potassium for injection: the rate is not written',
  },
  route: {
    fr: 'Potassium injectable : la voie intraveineuse seule',
    en: 'Potassium for injection: by the vein alone',
  },
} as const;

const refused = (drug: Drug, why: keyof typeof refusals): AlertFinding =>
  never(drug, {
    rule: 'never.potassium-undiluted',
    summary: refusals[why],
    detail: {
      fr: 'Le chlorure de potassium injectable se dilue toujours et se perfuse lentement ; injecté directement, il arrête le cœur. Écrire la poche, son volume et le débit.',
      en: 'Potassium chloride for injection is always diluted and infused slowly; injected directly it stops the heart. Write the bag, its volume and the rate.',
    },
  });
