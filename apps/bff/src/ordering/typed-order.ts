import type { Dose } from '@keneyapp/clinical/prescribing';
import { readLine, type Candidate, type DrugReading, type ReadLine } from '@keneyapp/clinical/typed-line';
import { foldedWords } from '@keneyapp/clinical';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import type { ServiceCategory } from '@keneyapp/fhir-model/service-request';
import { systems } from '@keneyapp/fhir-model/systems';
import type { Services } from '../context.ts';
import type { CodesView } from '../terminology/releases-view.ts';
import type { ConceptIndex } from '../terminology/search/concept-index.ts';
import { nameSystem, OrderLexicon } from './lexicon.ts';

/** A typed line with the codes that its names are given; nothing of it is ordered before it is confirmed. */
export interface TypedOrder extends ReadLine {
  /** Of a drug: the code, where there is one that says no more and no less than what was typed; else those to choose from. */
  drug: DrugChoice | null;
  /** Of tests, in the order of `reading.tests`: what kind of order each is. */
  categories: ServiceCategory[];
  /** Whether all of the codes are loaded: a name that is not known may only be missing in a sample. */
  loaded: { drugs: CodesView['release']; tests: CodesView['release'] };
}
interface DrugChoice {
  chosen: Candidate | null;
  choices: Candidate[];
  hasMore: boolean;
}

const listed = 20;

/** Reads a typed line over the names that are loaded. Deterministic: no model, and never a guess. */
export async function readOrder(
  terminology: Pick<Services['terminology'], 'indexOf' | 'releaseStateOf'>,
  line: string,
  now: Date,
): Promise<TypedOrder> {
  const lexicon = await lexiconOf(terminology);
  const [year = 0, month = 0, day = 0] = dayOf(now).split('-').map(Number);
  const read = readLine(line, lexicon, { today: { year, month, day } });
  const { reading } = read;
  return {
    ...read,
    errors: read.errors.map((error) => ({ ...error, candidates: error.candidates.slice(0, listed) })),
    drug: reading?.kind === 'drug' ? choiceOf(lexicon, reading) : null,
    categories: reading?.kind === 'tests' ? reading.tests.map(({ test }) => lexicon.categoryOf(test)) : [],
    loaded: {
      drugs: terminology.releaseStateOf(systems.bdpm),
      tests: terminology.releaseStateOf(systems.loinc),
    },
  };
}

/**
 * What a drug is coded by. A dose in grams says all of a substance; a count of tablets, or a strength, needs the product:
 * one tablet of a substance is no dose.
 */
function choiceOf(lexicon: OrderLexicon, { drug, strength, regimen }: DrugReading): DrugChoice {
  if (drug.system !== nameSystem) return { chosen: drug, choices: [drug], hasMore: false };
  const { substances, products } = lexicon.named(foldedWords(drug.code));
  const [first] = regimen.steps;
  const isCounted = [first?.dose, first?.rate?.amount].some((one) => one?.unit.startsWith('{'));
  const [substance, other] = substances;
  if (substance && !other && !isCounted && strength === null)
    return { chosen: substance, choices: [substance], hasMore: false };
  const strong = strength ?? (isCounted ? null : (first?.dose ?? null));
  const isOfStrength = ({ display }: Candidate) => strong !== null && hasStrength(display, strong);
  const fitting = products.filter(isOfStrength);
  const all =
    strength !== null || isCounted
      ? fitting.length > 0
        ? fitting
        : products
      : [...substances, ...fitting, ...products.filter((one) => !fitting.includes(one))];
  const isSure = all.length === 1 && (strength === null || fitting.length === 1);
  return {
    chosen: isSure ? (all[0] ?? null) : null,
    choices: all.slice(0, listed),
    hasMore: all.length > listed,
  };
}

const inMilligrams: Record<string, number> = { kg: 1e6, g: 1e3, mg: 1, ug: 1e-3, ng: 1e-6 };
const written: Record<string, string> = {
  microgramme: 'ug',
  microgrammes: 'ug',
  µg: 'ug',
  gramme: 'g',
  grammes: 'g',
};

/** Whether the name of a product has this strength in it: `DOLIPRANE 1000 mg, comprimé` has 1 g. */
function hasStrength(display: string, { value, unit }: Dose): boolean {
  const factor = inMilligrams[unit];
  for (const [, number = '', word = ''] of display.matchAll(/(\d[\d ]*(?:[.,]\d+)?)\s*(\p{L}+|%)/gu)) {
    const amount = Number(number.replaceAll(' ', '').replace(',', '.'));
    const code = written[word.toLowerCase()] ?? word.toLowerCase();
    const other = inMilligrams[code];
    const isSame =
      factor !== undefined && other !== undefined
        ? Math.abs(amount * other - Number(value) * factor) < 1e-9 * Math.max(1, Number(value) * factor)
        : amount === Number(value) && code === (unit === '[iU]' ? 'ui' : unit.toLowerCase());
    if (isSame) return true;
  }
  return false;
}

interface Known {
  of: readonly (ConceptIndex | null)[];
  lexicon: Promise<OrderLexicon>;
}
const known = new WeakMap<object, Known>();

/** Built when the first line is typed after a release was loaded; whoever types meanwhile waits for the same one. */
function lexiconOf(terminology: Pick<Services['terminology'], 'indexOf'>): Promise<OrderLexicon> {
  const of = [systems.bdpm, systems.atc, systems.loinc, systems.ccam].map((system) =>
    terminology.indexOf(system),
  );
  const before = known.get(terminology);
  if (before?.of.every((index, i) => index === of[i])) return before.lexicon;
  const [bdpm = [], atc = [], loinc = [], ccam = []] = of.map((index) => index?.concepts ?? []);
  const lexicon = OrderLexicon.build({ bdpm, atc, loinc, ccam });
  known.set(terminology, { of, lexicon });
  return lexicon;
}
