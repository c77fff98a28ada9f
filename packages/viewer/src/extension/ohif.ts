/**
 * What we use of OHIF 3.13 and of Cornerstone, which publish no types that fit their prebuilt build: only this, as it is
 * there. `window.cornerstone` and `window.cornerstoneTools` are set by OHIF itself.
 */
interface PubSub {
  EVENTS: Record<string, string>;
  subscribe(event: string, listener: (detail: never) => void): { unsubscribe(): void };
}

/** The part of an instance's metadata that is read here (naturalised DICOM JSON). */
export interface Instance {
  StudyInstanceUID: string;
  StudyDate?: string;
  IssuerOfPatientID?: string;
  FrameOfReferenceUID?: string;
  ImagePositionPatient?: number[];
  ImageOrientationPatient?: number[];
  BodyPartExamined?: string;
  imageId?: string;
}

export interface DisplaySet {
  displaySetInstanceUID: string;
  StudyInstanceUID: string;
  SeriesInstanceUID: string;
  SOPClassUID?: string;
  Modality?: string;
  SeriesDescription?: string;
  SeriesDate?: string;
  SeriesNumber?: number;
  SOPClassHandlerId?: string;
  numImageFrames?: number;
  isReconstructable?: boolean;
  isOverlayDisplaySet?: boolean;
  unsupported?: boolean;
  imageIds?: string[];
  images?: Instance[];
  instances?: Instance[];
  instance?: Instance;
}

export interface Measurement {
  uid: string;
  label?: string;
  toolName?: string;
  points?: number[][];
  referenceStudyUID?: string;
}

interface GridViewport {
  viewportId: string;
  displaySetInstanceUIDs?: string[];
}

/** A Cornerstone viewport, as far as stacks and volumes have it in common. */
export interface Viewport {
  id: string;
  type: string;
  element: HTMLDivElement;
  getImageIds(): string[];
  getCurrentImageId(): string | undefined;
  getCurrentImageIdIndex(): number;
  setImageIdIndex?(index: number): Promise<string>;
  getPan(): [number, number];
  setPan(pan: [number, number]): void;
  render(): void;
}

interface ViewportGridService extends PubSub {
  getState(): { activeViewportId: string | null; viewports: Map<string, GridViewport> };
  getActiveViewportId(): string | null;
  setActiveViewportId(id: string): void;
}

interface HangingProtocolService extends PubSub {
  protocol?: { id: string } | null;
  getActiveProtocol(): { protocol?: { id: string }; activeStudy?: { StudyInstanceUID: string } };
  addCustomAttribute(id: string, name: string, callback: (displaySet: DisplaySet) => unknown): void;
  hasStudyUID(uid: string): boolean;
  run(what: { activeStudy?: object; displaySets: DisplaySet[] }, protocolId: string): void;
  studies: { StudyInstanceUID: string }[];
}

export interface Services {
  viewportGridService: ViewportGridService;
  hangingProtocolService: HangingProtocolService;
  displaySetService: PubSub & {
    getActiveDisplaySets(): DisplaySet[];
    getDisplaySetByUID(uid: string): DisplaySet | undefined;
    deleteDisplaySet(uid: string): void;
  };
  measurementService: PubSub & {
    getMeasurements(filter?: (measurement: Measurement) => boolean): Measurement[];
    getMeasurement(uid: string): Measurement | undefined;
    remove(uid: string): void;
  };
  cornerstoneViewportService: PubSub & { getCornerstoneViewport(id: string): Viewport | null };
  cineService: {
    getState(): { isCineEnabled: boolean; cines: Record<string, { isPlaying?: boolean } | undefined> };
    setIsCineEnabled(is: boolean): void;
    setCine(cine: { id: string; isPlaying: boolean; frameRate?: number }): void;
  };
  customizationService: {
    setCustomizations(values: Record<string, unknown>, scope?: string): void;
    Scope: Record<'Default' | 'Global' | 'Mode', string>;
  };
  uiNotificationService: {
    show(notification: {
      title: string;
      message: string;
      type: 'info' | 'success' | 'warning' | 'error';
      duration?: number;
    }): void;
  };
  uiModalService: { hide(): void };
}

interface CommandDefinition {
  commandFn: (options: Record<string, unknown>) => unknown;
  options?: Record<string, unknown>;
}

export interface CommandsManager {
  runCommand(name: string, options?: Record<string, unknown>, context?: string): unknown;
  getContext(name: string): Record<string, CommandDefinition | undefined> | undefined;
  registerCommand(context: string, name: string, definition: CommandDefinition): void;
}

/** What our own script of the configuration tells the extension (apps/bff/src/proxy/viewer-config.ts). */
interface OwnSettings {
  /** Whether the person may store reports. */
  mayStore: boolean;
  /** The person as DICOM writes names (`Moreau^Claire`): who observed what a stored report says. */
  observer: string;
}

/** What OHIF hands to an extension. */
export interface Ohif {
  servicesManager: { services: Services };
  commandsManager: CommandsManager;
  appConfig: { keneyapp?: OwnSettings; measurementTrackingMode?: string };
}

interface CornerstoneEvents {
  IMAGE_RENDERED: string;
  IMAGE_CACHE_IMAGE_ADDED: string;
  STACK_NEW_IMAGE: string;
}

interface ImagePlane {
  frameOfReferenceUID?: string;
  imagePositionPatient?: ArrayLike<number>;
  rowCosines?: ArrayLike<number>;
  columnCosines?: ArrayLike<number>;
}

interface Cornerstone {
  eventTarget: EventTarget;
  Enums: { Events: CornerstoneEvents };
  cache: { isLoaded(imageId: string): boolean };
  metaData: { get(type: 'imagePlaneModule', imageId: string): ImagePlane | undefined };
}

interface CornerstoneTools {
  /** The UID of the annotation whose drawing was broken off. */
  cancelActiveManipulations(element: HTMLElement): string | undefined;
}

declare global {
  interface Window {
    cornerstone: Cornerstone;
    cornerstoneTools: CornerstoneTools;
    /** i18next, exposed by scripts/prepare-ohif.mjs. */
    keneyappI18n?: {
      addResourceBundle(
        language: string,
        namespace: string,
        texts: Record<string, string>,
        deep: boolean,
        overwrite: boolean,
      ): void;
    };
  }
}
