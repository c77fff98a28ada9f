import type { Comparison } from './compare-protocol.ts';
import type { DisplaySet, Instance, Services } from './ohif.ts';
import { postToPage } from './page.ts';
import { readableDate, word } from './words.ts';

/** What OHIF shows around and on the images, where its own is in another language or says too little. */
export class Panels {
  readonly #services: Services;
  readonly #comparison: Comparison;

  constructor(services: Services, comparison: Comparison) {
    this.#services = services;
    this.#comparison = comparison;
  }

  customise(): void {
    const { customizationService } = this.#services;
    customizationService.setCustomizations(
      {
        'viewportOverlay.topLeft': { $set: this.#topLeft() },
        'ohif.userPreferencesModal': { $set: this.#keysInstead() },
        'studyBrowser.sortFunctions': { $set: sortFunctions() },
      },
      customizationService.Scope.Global,
    );
  }

  #topLeft() {
    type Said = (instance: Instance & { SeriesDescription?: string }) => string | null | undefined;
    const item = (id: string, said: Said, color?: string) => ({
      id,
      inheritsFrom: 'ohif.overlayItem',
      label: '',
      title: '',
      ...(color ? { color } : {}),
      contentF: ({ referenceInstance }: { referenceInstance?: Instance }) =>
        referenceInstance && said(referenceInstance),
    });
    return [
      // on a line of its own: the corner of a narrow view has no room for both
      item('KeneyappRole', ({ StudyInstanceUID }) => this.#comparison.roleOf(StudyInstanceUID), '#ffd479'),
      item('KeneyappDate', ({ StudyDate }) => readableDate(StudyDate) || word('noDate')),
      item('SeriesDescription', ({ SeriesDescription }) => SeriesDescription),
    ];
  }

  /** OHIF's dialog would offer another table of keys, and a language of its own: the page's table is shown instead. */
  #keysInstead() {
    const { uiModalService } = this.#services;
    const shown = () => {
      setTimeout(() => {
        uiModalService.hide();
        postToPage('key', { action: 'help' });
      });
      return null;
    };
    return Object.assign(shown, { menuTitle: word('keys'), title: word('keys') });
  }
}

/** OHIF's own read the dates it has formatted, which are no dates to a browser in French. */
function sortFunctions() {
  const texts = document.documentElement.lang.startsWith('en')
    ? { number: 'Series number', date: 'Series date' }
    : { number: 'Numéro de série', date: 'Date de la série' };
  return [
    {
      label: texts.number,
      sortFunction: (a?: DisplaySet, b?: DisplaySet) => (a?.SeriesNumber ?? 0) - (b?.SeriesNumber ?? 0),
    },
    {
      label: texts.date,
      sortFunction: (a?: DisplaySet, b?: DisplaySet) =>
        (b?.SeriesDate ?? '').localeCompare(a?.SeriesDate ?? ''),
    },
  ];
}
