import type { Comparison } from './compare-protocol.ts';
import type { DisplaySet, Instance, Services } from './ohif.ts';
import { tell } from './page.ts';
import { word } from './words.ts';

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
    const label = ({ referenceInstance }: { referenceInstance?: Instance }) =>
      referenceInstance &&
      this.#comparison.labelOf(referenceInstance.StudyInstanceUID, referenceInstance.StudyDate);
    return [
      { id: 'KeneyappStudy', inheritsFrom: 'ohif.overlayItem', label: '', title: '', contentF: label },
      {
        id: 'SeriesDescription',
        inheritsFrom: 'ohif.overlayItem',
        label: '',
        title: '',
        contentF: ({ referenceInstance }: { referenceInstance?: { SeriesDescription?: string } }) =>
          referenceInstance?.SeriesDescription,
      },
    ];
  }

  /** OHIF's dialog would offer another table of keys, and a language of its own: the page's table is shown instead. */
  #keysInstead() {
    const { uiModalService } = this.#services;
    const shown = () => {
      setTimeout(() => {
        uiModalService.hide();
        tell('key', { action: 'help' });
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
