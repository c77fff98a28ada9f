import type { DoseScale, Regimen } from '@keneyapp/clinical/prescribing';
import type { Block, Line, Printed } from '../../pdf/document.ts';
import { bandDoseText, bandText, measureTexts, stepText } from '@keneyapp/fhir-model/regimen-words';
import type { SubstitutionReason } from './substitution.ts';
import { numberInWords, regimenInWords, strengthInWords } from './in-words.ts';
import type { PrescriptionLimits } from './substance-rules.ts';

/** The three papers: narcotics have one of their own, a long-term illness (ALD) has two zones. */
export type PaperKind = 'ordinary' | 'two-zone' | 'narcotic';

export interface PaperLine {
  /** The substance in the words of the ATC; null where the record knows the product alone. */
  inn: string | null;
  /** The product as it was chosen, with strength and form. */
  product: string;
  regimen: Regimen;
  /** The day it begins, `2026-11-30`. */
  start: string;
  isLongTermIllness: boolean;
  /** Null: may be substituted. */
  notSubstitutable: { reason: SubstitutionReason | null } | null;
  limits: PrescriptionLimits;
  /** Its substance has a code, by which narcotics are known. */
  isRecognised: boolean;
}

export interface Prescriber {
  name: string;
  /** `Cardiologie et maladies vasculaires`, `Interne en médecine`. */
  quality: string | null;
  rpps: string | null;
  telephone: string | null;
  email: string | null;
}

export interface PaperFacts {
  kind: PaperKind;
  lines: readonly PaperLine[];
  prescriber: Prescriber;
  hospital: { name: string; address: string | null; telephone: string | null };
  patient: {
    name: string;
    /** `12/07/1984 (42 ans)`. */
    birth: string | null;
    sex: 'male' | 'female' | 'other' | 'unknown';
    /** Only of a qualified identity. */
    ins: { value: string; oid: string } | null;
    /** Where a dose depends on it, or of a child: `18,5 kg (29/11/2026)`; `null`: not recorded, undefined: not needed. */
    weight: string | null | undefined;
  };
  /** ISO 8601: when it was signed. */
  signedAt: string;
  /** A narcotic printed once more: when that was, and by whom. */
  duplicate: { at: string; by: string } | null;
}

const titles: Record<PaperKind, string> = {
  ordinary: 'Ordonnance',
  'two-zone': 'Ordonnance bizone',
  narcotic: 'Ordonnance de médicaments stupéfiants',
};
const zones = {
  longTerm:
    'Prescriptions relatives au traitement de l’affection de longue durée reconnue (liste ou hors liste) – AFFECTION EXONÉRANTE',
  other: 'Prescriptions SANS RAPPORT avec l’affection de longue durée – MALADIES INTERCURRENTES',
};
const sexes = {
  male: 'Sexe : masculin',
  female: 'Sexe : féminin',
  other: 'Sexe : autre',
  unknown: 'Sexe : non renseigné',
};

/**
 * A prescription in words. It is French whatever the language of the screen, since pharmacists of France read it; what it is
 * for is never on it. Source of what stands on it: Code de la santé publique, R5132-3 (prescriber, patient, drug, posology,
 * duration) and R5132-5, R5132-29 (in full letters).
 */
export function prescriptionPaper(facts: PaperFacts): Omit<Printed, 'issuer'> {
  const { kind, lines, prescriber, patient, signedAt, duplicate } = facts;
  const isSecured = kind === 'narcotic' || lines.some(({ limits }) => limits.isSecured);
  const asLine = (line: PaperLine) => lineOf(line, { isInWords: kind === 'narcotic', signedAt });
  const list = (some: readonly PaperLine[]): Block[] =>
    some.length > 0 ? withTables(some, asLine) : [{ kind: 'paragraph', text: 'Néant', tone: 'muted' }];
  return {
    language: 'fr',
    title: titles[kind],
    identity: {
      name: patient.name,
      lines: [
        patient.birth === null ? 'Date de naissance : non renseignée' : `Né(e) le ${patient.birth}`,
        sexes[patient.sex],
        ...(patient.ins ? [`Matricule INS : ${patient.ins.value} (${patient.ins.oid})`] : []),
        ...(patient.weight === undefined ? [] : [`Poids : ${patient.weight ?? 'non renseigné'}`]),
      ],
    },
    author: `${prescriber.name}${prescriber.rpps === null ? '' : ` · RPPS ${prescriber.rpps}`}`,
    madeAt: signedAt,
    notices: [
      ...(duplicate
        ? [{ text: `DUPLICATA du ${duplicate.at}, par ${duplicate.by}`, tone: 'critical' as const }]
        : []),
      ...(isSecured
        ? [{ text: 'À imprimer sur une ordonnance sécurisée (papier filigrané)', tone: 'warning' as const }]
        : []),
    ],
    blocks: [
      ...head(facts),
      ...(kind === 'two-zone'
        ? ([
            heading(zones.longTerm),
            ...list(lines.filter(({ isLongTermIllness }) => isLongTermIllness)),
            heading(zones.other),
            ...list(lines.filter(({ isLongTermIllness }) => !isLongTermIllness)),
          ] satisfies Block[])
        : [heading('Prescription'), ...list(lines)]),
      {
        kind: 'paragraph',
        text: `Nombre de médicaments prescrits : ${lines.length} (${numberInWords(String(lines.length)) ?? ''})`,
      },
      { kind: 'signature', text: `Signature de ${prescriber.name}` },
    ],
    words: {
      page: 'Page {n} sur {total}',
      code: 'Document {code}',
      missing: 'Caractères qu’aucune police ne contient :',
      continued: '(suite)',
    },
  };
}

const heading = (text: string): Block => ({ kind: 'heading', text, note: '' });

function head({ prescriber, hospital, signedAt }: PaperFacts): Block[] {
  const reach = [prescriber.telephone ?? hospital.telephone, prescriber.email].filter((one) => one !== null);
  const lines = [
    [prescriber.name, prescriber.quality].filter((one) => one !== null).join(', '),
    prescriber.rpps === null ? 'RPPS : non renseigné' : `RPPS ${prescriber.rpps}`,
    ...(reach.length > 0 ? [reach.join(' · ')] : []),
    [hospital.name, hospital.address, 'France'].filter((one) => one !== null).join(', '),
    `Le ${frenchDay(signedAt)}`,
  ];
  return lines.map((text) => ({ kind: 'paragraph', text }));
}

function lineOf(line: PaperLine, { isInWords, signedAt }: { isInWords: boolean; signedAt: string }): Line {
  const { inn, product, regimen, start, notSubstitutable, limits } = line;
  const { route, steps, asNeeded, instruction } = regimen;
  const rest = [
    ...(inn === null || folded(product).startsWith(folded(inn)) ? [] : [product]),
    ...steps.map(({ scale, ...step }, i) => {
      const said = stepText(step, route, asNeeded);
      return `${numbered(i, steps)}${scale ? `${byMeasure(scale)} (tableau ci-dessous) ` : ''}${said}`;
    }),
    ...(start > dayOfParis(signedAt) ? [`à partir du ${frenchDay(start)}`] : []),
    ...(instruction === '' ? [] : [instruction]),
    ...(isInWords ? narcoticWords(line) : []),
    ...(limits.fractionDays === null ? [] : [`délivrance fractionnée par ${limits.fractionDays} jours`]),
    ...(notSubstitutable
      ? [`NON SUBSTITUABLE${notSubstitutable.reason === null ? '' : ` (${notSubstitutable.reason})`}`]
      : []),
  ];
  return { lead: inn ?? product, rest, aside: '' };
}

const numbered = (i: number, steps: readonly unknown[]): string => (steps.length > 1 ? `${i + 1}) ` : '');
const byMeasure = ({ measure }: DoseScale): string => `dose selon la ${measureTexts[measure]}`;

/** One list, interrupted by the table of a scale right below its drug. */
function withTables(lines: readonly PaperLine[], asLine: (line: PaperLine) => Line): Block[] {
  const blocks: Block[] = [];
  let items: Line[] = [];
  for (const [i, line] of lines.entries()) {
    items.push(asLine(line));
    const tables = scalesOf(line);
    if (tables.length === 0 && i < lines.length - 1) continue;
    blocks.push({ kind: 'list', items }, ...tables);
    items = [];
  }
  return blocks;
}

function scalesOf({ regimen: { steps } }: PaperLine): Block[] {
  return steps.flatMap(({ scale }, i): Block[] => {
    if (!scale) return [];
    const { measure, unit, bands } = scale;
    const [first = '', ...rest] = measureTexts[measure];
    return [
      {
        kind: 'table',
        caption: `${numbered(i, steps)}${byMeasure(scale)}`,
        columns: [
          { header: `${numbered(i, steps)}${first.toLocaleUpperCase('fr')}${rest.join('')}`, share: 3 },
          { header: 'Dose', share: 2 },
          { header: 'Consigne', share: 4 },
        ],
        rows: bands.map((band) => ({
          cells: [bandText(band, unit), bandDoseText(band.dose), band.instruction],
        })),
      },
    ];
  });
}

/** Strength, units and doses in full letters; what cannot be said in letters is left to be written by hand, and says so. */
function narcoticWords({ product, regimen }: PaperLine): string[] {
  const strength = strengthInWords(product);
  const doses = regimenInWords(regimen);
  const byHand = '……………………………… (à écrire à la main)';
  return [
    `Dosage en toutes lettres : ${strength ?? byHand}`,
    `Posologie en toutes lettres : ${doses?.join(' ; puis ') ?? byHand}`,
  ];
}

const folded = (text: string): string => text.toLocaleLowerCase('fr');
const dayOfParis = (at: string): string =>
  at.length === 10 ? at : new Date(at).toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' });
function frenchDay(at: string): string {
  const [year, month, day] = dayOfParis(at).slice(0, 10).split('-');
  return `${day ?? ''}/${month ?? ''}/${year ?? ''}`;
}

/** Which papers the lines of one signature go on; none where nothing leaves the hospital. */
export function papersOf(lines: readonly PaperLine[]): { kind: PaperKind; lines: PaperLine[] }[] {
  const narcotics = lines.filter(({ limits }) => limits.isNarcotic);
  const others = lines.filter(({ limits }) => !limits.isNarcotic);
  const hasLongTerm = others.some(({ isLongTermIllness }) => isLongTermIllness);
  return [
    ...(others.length > 0
      ? [{ kind: hasLongTerm ? ('two-zone' as const) : ('ordinary' as const), lines: others }]
      : []),
    ...(narcotics.length > 0 ? [{ kind: 'narcotic' as const, lines: narcotics }] : []),
  ];
}
