/** What the viewer's configuration depends on. */
export interface ViewerRights {
  mayStore: boolean;
  /** The person as DICOM writes names (`Moreau^Claire`): the observer of the measurements that are stored. */
  observer: string;
}

/** What our changes of the viewer (scripts/lib/ohif-*.mjs) say, in the language of the person. */
const words = {
  fr: {
    withoutWebGl:
      'Les coupes multiplanaires ont besoin de WebGL, que ce navigateur n’offre pas ou a désactivé. Les images restent lisibles coupe par coupe.',
    more: 'Autres outils',
    undo: 'Annuler',
    redo: 'Rétablir',
    settings: 'Réglages',
  },
  en: {
    withoutWebGl:
      'Multiplanar views need WebGL, which this browser does not offer or has switched off. The images can still be read slice by slice.',
    more: 'More tools',
    undo: 'Undo',
    redo: 'Redo',
    settings: 'Settings',
  },
};

/**
 * A name as one group of DICOM's PN (PS3.5 6.2): what would begin another part or value of it is left out. Which part is
 * the family name is not known here, so it stays as the person's account has it.
 */
export const dicomName = (name: string): string =>
  name
    .replaceAll(/[\^=\\\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 64);

/**
 * `window.config` of OHIF as a script. Everything goes through our proxy; sources and customisations named in the
 * address stay off. Reactions to errors and the language are set by the same script: the page has no inline one.
 */
export function viewerConfig({ mayStore, observer }: ViewerRights): string {
  const root = '/dicom-web';
  const config = {
    name: 'config/keneyapp.js',
    routerBasename: '/ohif',
    showStudyList: false,
    showErrorDetails: 'production',
    extensions: [],
    modes: [],
    // no key is OHIF's own: the extension obeys the table of packages/viewer
    customizationService: [{ 'ohif.tours': { $set: [] }, 'ohif.hotkeyBindings': { $set: [] } }],
    showWarningMessageForCrossOrigin: false,
    showCPUFallbackMessage: false,
    showLoadingIndicator: true,
    strictZSpacingForVolumeViewport: true,
    investigationalUseDialog: { option: 'never' },
    // 'simplified' measures without asking for each series whether it is to be followed
    measurementTrackingMode: mayStore ? 'simplified' : 'none',
    keneyapp: { mayStore, observer },
    maxNumberOfWebWorkers: 3,
    groupEnabledModesFirst: true,
    maxNumRequests: { interaction: 100, thumbnail: 5, prefetch: 25 },
    defaultDataSourceName: 'dicomweb',
    dataSources: [
      {
        namespace: '@ohif/extension-default.dataSourcesModule.dicomweb',
        sourceName: 'dicomweb',
        configuration: {
          friendlyName: 'KeneyApp',
          name: 'keneyapp',
          wadoUriRoot: root,
          qidoRoot: root,
          wadoRoot: root,
          qidoSupportsIncludeField: true,
          supportsReject: false,
          supportsStow: mayStore,
          dicomUploadEnabled: false,
          imageRendering: 'wadors',
          thumbnailRendering: 'wadors',
          enableStudyLazyLoad: true,
          supportsFuzzyMatching: false,
          supportsWildcard: false,
          staticWado: false,
          singlepart: '',
          omitQuotationForMultipartRequest: true,
          bulkDataURI: { enabled: true, relativeResolution: 'studies' },
          acceptHeader: ['multipart/related; type=application/octet-stream; transfer-syntax=*'],
        },
      },
    ],
  };
  return `(() => {
  const tell = (type) => { if (window.parent !== window) window.parent.postMessage({ source: 'keneyapp-viewer', type }, window.location.origin); };
  const language = /(?:^|; )NEXT_LOCALE=en/.test(document.cookie) ? 'en-US' : 'fr';
  try { localStorage.setItem('i18nextLng', language); } catch { /* storage is off: the viewer speaks English */ }
  document.documentElement.lang = language.slice(0, 2);
  let told = 0;
  const active = () => { if (Date.now() - told > 15000) { told = Date.now(); tell('active'); } };
  for (const name of ['pointerdown', 'wheel', 'keydown']) window.addEventListener(name, active, { capture: true, passive: true });
  window.config = ${JSON.stringify(config).replaceAll('<', '\\u003c')};
  window.config.words = ${JSON.stringify(words)}[language.slice(0, 2)];
  window.config.httpErrorHandler = (error) => { if (error && (error.status === 401 || (error.request && error.request.status === 401))) tell('unauthorized'); else tell('failed'); };
})();
`;
}
