import type { Instance, Measurement, Ohif } from './ohif.ts';
import { postToPage } from './page.ts';
import { storingFor } from './request-mark.ts';
import { Unsaved } from './unsaved.ts';
import { word } from './words.ts';

const reports = 'CORNERSTONE_STRUCTURED_REPORT';

/** Knows what is in no stored report, tells the page how much it is, and stores it when the page asks. */
export class Measurements {
  readonly #ohif: Ohif;
  readonly #unsaved = new Unsaved();
  #told = -1;
  #isStoring = false;

  constructor(ohif: Ohif) {
    this.#ohif = ohif;
  }

  get #service() {
    return this.#ohif.servicesManager.services.measurementService;
  }

  get #mayStore(): boolean {
    return this.#ohif.appConfig.keneyapp?.mayStore === true;
  }

  /** Follows OHIF's service. Undo with what it returns. */
  observe(): () => void {
    const service = this.#service;
    const on = (event: string, listener: (detail: { measurement: Measurement | string }) => void) =>
      service.subscribe(service.EVENTS[event] ?? event, (detail) => {
        listener(detail);
        this.#tell();
      });
    const drawn = ({ measurement }: { measurement: Measurement | string }) => {
      if (typeof measurement === 'object') this.#unsaved.changed(measurement);
    };
    const all = [
      on('MEASUREMENT_ADDED', drawn),
      on('MEASUREMENT_UPDATED', drawn),
      // read from a stored report
      on('RAW_MEASUREMENT_ADDED', ({ measurement }) => {
        if (typeof measurement === 'object') this.#unsaved.stored(measurement);
      }),
      on('MEASUREMENT_REMOVED', ({ measurement }) =>
        this.#unsaved.removed(typeof measurement === 'string' ? measurement : measurement.uid),
      ),
      on('MEASUREMENTS_CLEARED', () => this.#unsaved.cleared()),
    ];
    this.#signReports();
    this.#completeReports();
    return () => all.forEach((subscription) => subscription.unsubscribe());
  }

  /** Whose number the patient's is: OHIF leaves it out, and without it the report would be of another patient. */
  #completeReports(): void {
    const { customizationService, displaySetService } = this.#ohif.servicesManager.services;
    const complete = ({
      dicomDict,
      naturalizedReport,
    }: {
      dicomDict: unknown;
      naturalizedReport: Instance;
    }) => {
      const issuer = displaySetService
        .getActiveDisplaySets()
        .filter((set) => set.StudyInstanceUID === naturalizedReport.StudyInstanceUID)
        .flatMap((set) => set.instances?.[0]?.IssuerOfPatientID ?? [])[0];
      if (issuer) naturalizedReport.IssuerOfPatientID = issuer;
      return dicomDict;
    };
    customizationService.setCustomizations(
      { onBeforeDicomStore: { $set: complete } },
      customizationService.Scope.Global,
    );
  }

  /** OHIF's own command, also when its panel calls it: the report names who observed, and is known to be stored. */
  #signReports(): void {
    const { commandsManager } = this.#ohif;
    const original = commandsManager.getContext(reports)?.['storeMeasurements'];
    if (!original) return;
    commandsManager.registerCommand(reports, 'storeMeasurements', {
      ...original,
      commandFn: async (asked) => {
        const measured = (asked['measurementData'] as Measurement[] | undefined) ?? [];
        const study = measured[0]?.referenceStudyUID ?? null;
        const { displaySetService } = this.#ohif.servicesManager.services;
        const before = new Set(displaySetService.getActiveDisplaySets());
        const options = {
          ...(asked['options'] as object),
          PersonName: this.#ohif.appConfig.keneyapp?.observer,
        };
        const report = await storingFor(study, () =>
          Promise.resolve(original.commandFn({ ...asked, options })),
        ).catch((error: unknown) => {
          // OHIF lists the report before it is sent: one that was not taken would look stored
          for (const set of displaySetService.getActiveDisplaySets())
            if (!before.has(set) && set.Modality === 'SR')
              displaySetService.deleteDisplaySet(set.displaySetInstanceUID);
          throw error;
        });
        for (const measurement of measured) this.#unsaved.stored(measurement);
        this.#tell();
        return report;
      },
    });
  }

  /** Tells how many are not stored again. */
  again(): void {
    this.#told = -1;
    this.#tell();
  }

  #tell(): void {
    const unsaved = this.#unsaved.uids.length;
    if (unsaved === this.#told) return;
    this.#told = unsaved;
    postToPage('measurements', { unsaved, mayStore: this.#mayStore });
  }

  /** One structured report (TID 1500) for each study that was measured in. */
  async store(): Promise<void> {
    if (!this.#mayStore) return postToPage('stored', { ok: false, reason: 'forbidden' });
    if (this.#isStoring) return;
    const waiting = this.#unsaved.uids.flatMap((uid) => this.#service.getMeasurement(uid) ?? []);
    if (waiting.length === 0) return postToPage('stored', { ok: false, reason: 'nothing' });
    this.#isStoring = true;
    try {
      for (const measurements of Map.groupBy(waiting, (m) => m.referenceStudyUID).values())
        await this.#ohif.commandsManager.runCommand(
          'storeMeasurements',
          {
            measurementData: measurements,
            dataSource: 'dicomweb',
            additionalFindingTypes: ['ArrowAnnotate'],
            options: { SeriesDescription: word('report'), SeriesNumber: 3001 },
          },
          reports,
        );
      postToPage('stored', { ok: true });
    } catch {
      postToPage('stored', { ok: false, reason: 'failed' });
    } finally {
      this.#isStoring = false;
    }
  }

  discard(): void {
    for (const uid of this.#unsaved.uids) this.#service.remove(uid);
  }
}
