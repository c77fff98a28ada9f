import { comparablePair, type ComparablePair, type SeriesFacts } from './comparable.ts';
import type { DisplaySet, Services } from './ohif.ts';
import { word } from './words.ts';

/** Which of two studies is the current one: the newer; of the same day, the one the page is about. */
export interface ComparedStudies {
  current: string;
  prior: string;
}

const part = 'keneyappComparePart';

/** What the hanging protocol of the comparison shows, and what its images are labelled with. */
export class Comparison {
  readonly #services: Services;
  #studies: ComparedStudies | null = null;

  constructor(services: Services) {
    this.#services = services;
    services.hangingProtocolService.addCustomAttribute(part, 'Part of a comparison', (displaySet) =>
      this.#partOf(displaySet),
    );
  }

  /** Two studies are to be hung; the first is the page's own. */
  choose(own: string, other: string): void {
    const [ownDate, otherDate] = [this.#dateOf(own), this.#dateOf(other)];
    this.#studies = otherDate > ownDate ? { current: other, prior: own } : { current: own, prior: other };
  }

  get pair(): ComparablePair | null {
    const { current, prior } = this.#studies ?? {};
    if (!current || !prior) return null;
    const facts = (study: string) =>
      this.#services.displaySetService
        .getActiveDisplaySets()
        .filter((set) => set.StudyInstanceUID === study && (set.numImageFrames ?? 0) > 0 && !set.unsupported)
        .map(factsOf);
    return comparablePair(facts(current), facts(prior));
  }

  #partOf(displaySet: DisplaySet): 'current' | 'prior' | null {
    const pair = this.pair;
    if (displaySet.displaySetInstanceUID === pair?.current) return 'current';
    return displaySet.displaySetInstanceUID === pair?.prior ? 'prior' : null;
  }

  #dateOf(study: string): string {
    const set = this.#services.displaySetService
      .getActiveDisplaySets()
      .find((s) => s.StudyInstanceUID === study);
    return firstOf(set)?.StudyDate ?? '';
  }

  /** "Actuel" or "Antérieur" for an image of a comparison, else null. */
  roleOf(study: string): string | null {
    if (this.#services.hangingProtocolService.protocol?.id !== compareId) return null;
    if (study === this.#studies?.current) return word('current');
    return study === this.#studies?.prior ? word('prior') : null;
  }
}

export const compareId = '@keneyapp/compare';

const firstOf = (set: DisplaySet | undefined) => set?.instances?.[0] ?? set?.images?.[0] ?? set?.instance;

function factsOf(set: DisplaySet): SeriesFacts {
  const first = firstOf(set);
  const [rx = 0, ry = 0, rz = 0, cx = 0, cy = 0, cz = 0] = first?.ImageOrientationPatient?.map(Number) ?? [];
  return {
    id: set.displaySetInstanceUID,
    study: set.StudyInstanceUID,
    modality: set.Modality ?? '',
    description: set.SeriesDescription ?? '',
    bodyPart: first?.BodyPartExamined ?? '',
    images: set.numImageFrames ?? 0,
    normal:
      first?.ImageOrientationPatient?.length === 6
        ? [ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx]
        : null,
  };
}

const selector = (which: 'current' | 'prior') => ({
  seriesMatchingRules: [
    { attribute: part, weight: 10, required: true, constraint: { equals: { value: which } } },
  ],
});
const viewport = (id: string, displaySet: string) => ({
  viewportOptions: {
    viewportId: id,
    viewportType: 'stack',
    toolGroupId: 'default',
    allowUnmatchedView: true,
    initialImageOptions: { preset: 'middle' },
  },
  displaySets: [{ id: displaySet }],
});

/** Current and prior side by side, the newer left. */
export const compareProtocol = {
  id: compareId,
  name: 'Compare',
  locked: true,
  protocolMatchingRules: [],
  numberOfPriorsReferenced: 1,
  toolGroupIds: ['default'],
  displaySetSelectors: { current: selector('current'), prior: selector('prior') },
  defaultViewport: {
    viewportOptions: { viewportType: 'stack', toolGroupId: 'default', allowUnmatchedView: true },
    displaySets: [],
  },
  stages: [
    {
      id: 'sideBySide',
      name: 'Side by side',
      viewportStructure: { layoutType: 'grid', properties: { rows: 1, columns: 2 } },
      viewports: [viewport('compare-current', 'current'), viewport('compare-prior', 'prior')],
    },
  ],
};
