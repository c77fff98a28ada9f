import { folded } from '@keneyapp/clinical';
import type { StudyRow } from '@keneyapp/bff/features/imaging/view';

/** What images go with but never are: they make no two studies alike. */
const besideImages = new Set([
  'SR',
  'PR',
  'KO',
  'SEG',
  'DOC',
  'REG',
  'RTSTRUCT',
  'RTPLAN',
  'RTDOSE',
  'AU',
  'OT',
]);
/** Radiographs are of one kind, whoever's machine took them. */
const sameKind: Record<string, string> = { DX: 'CR', RF: 'CR', RG: 'CR', PT: 'PT', NM: 'NM' };
/** Words that say how something was examined, not what. */
const ofTechnique = new Set(
  'scanner irm tdm ct mr mri radio radiographie radiography xray echo echographie ultrasound examen study exam avec sans with without injection contraste contrast de du des la le les l d et and of the controle control suivi follow up face profil pa ap lat incidence incidences'.split(
    ' ',
  ),
);
const left = new Set(['gauche', 'g', 'left', 'lt', 'gche']),
  right = new Set(['droit', 'droite', 'd', 'right', 'rt', 'dt', 'dte']);

const words = (text: string): string[] =>
  folded(text)
    .split(/[^a-z0-9]+/)
    .filter(Boolean);

/** `thoracique`, `thoraco`, `thorax`: the part of the body stands in the beginning of the word. */
const parts = (all: readonly string[]) =>
  new Set(
    all
      .filter((w) => w.length > 2 && !ofTechnique.has(w) && !left.has(w) && !right.has(w))
      .map((w) => w.slice(0, 5)),
  );

function subject(study: StudyRow) {
  const all = words([study.description ?? '', ...study.bodySites].join(' '));
  return {
    modalities: new Set(study.modalities.filter((m) => !besideImages.has(m)).map((m) => sameKind[m] ?? m)),
    sites: parts(study.bodySites.flatMap(words)),
    words: parts(all),
    isLeft: all.some((w) => left.has(w) && w.length > 1),
    isRight: all.some((w) => right.has(w) && w.length > 1),
  };
}

const shared = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...a].filter((x) => b.has(x)).length;

type Sides = Pick<ReturnType<typeof subject>, 'isLeft' | 'isRight'>;
/** Both name a side, and not the same. */
const isOtherSide = (a: Sides, b: Sides) =>
  (a.isLeft || a.isRight) && (b.isLeft || b.isRight) && !(a.isLeft && b.isLeft) && !(a.isRight && b.isRight);

/**
 * The last study one would compare with: older than this one, of the same modality and the same part and side of the
 * body. Among those the closest in its words, among equals the latest. Null where none is comparable: then the person chooses.
 */
export function comparablePrior(current: StudyRow, studies: readonly StudyRow[]): StudyRow | null {
  const here = subject(current);
  const date = Date.parse(current.date ?? '');
  let best: { study: StudyRow; score: number; date: number } | null = null;
  for (const study of studies) {
    const when = Date.parse(study.date ?? '');
    if (study.uid === null || study.uid === current.uid || study.state !== 'available') continue;
    if (!(when < date)) continue;
    const there = subject(study);
    if (shared(here.modalities, there.modalities) === 0) continue;
    if (isOtherSide(here, there)) continue;
    const site = shared(here.sites, there.sites) > 0,
      likeness = shared(here.words, there.words) / Math.max(1, here.words.size, there.words.size);
    if (!site && likeness === 0) continue;
    const score = (site ? 2 : 0) + (likeness >= 0.5 ? 1 : 0);
    if (!best || score > best.score || (score === best.score && when > best.date))
      best = { study, score, date: when };
  }
  return best?.study ?? null;
}
