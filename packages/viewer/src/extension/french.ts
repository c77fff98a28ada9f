/** What OHIF's own French leaves in English, or says badly, by its namespaces; only what its viewer shows. */
const french: Record<string, Record<string, string>> = {
  AboutModal: {
    'Commit hash': 'Numéro du commit',
    'Data citation': 'Citation des données',
    'Important links': 'Liens',
    'Version number': 'Version',
  },
  AppearanceModal: {
    Appearance: 'Apparence',
    Theme: 'Thème',
    'Default Theme': 'Bleu OHIF',
    Custom: 'Personnalisé',
    'Custom Theme': 'Thème personnalisé',
    Hide: 'Masquer',
    Apply: 'Appliquer',
    Clear: 'Effacer',
    'No valid theme tokens found':
      'Aucune couleur reconnue. Lignes attendues, par exemple : --primary: 220 90% 60%',
    'Paste your custom theme color tokens here': 'Collez ici les couleurs du thème',
  },
  Buttons: {
    Download: 'Télécharger',
    'Adjust window/level presets and customize image contrast settings':
      'Choisir un fenêtrage et régler le contraste',
    'Zoom-in': 'Agrandir',
    Calibration: 'Calibrage',
    'Data Overlay': 'Superpositions',
    'Configure data overlay options and manage foreground/background display sets':
      'Choisir ce qui est superposé à l’image',
    Orientation: 'Orientation',
    'Change viewport orientation between axial, sagittal, coronal and reformat planes':
      'Passer en plan axial, sagittal, coronal ou reformaté',
    Status: 'État',
    Navigation: 'Navigation',
    'Navigate between segments/measurements and manage their visibility':
      'Passer d’une mesure ou d’un segment à l’autre, les montrer ou les masquer',
    'Tracking Status': 'Suivi des mesures',
    'View and manage tracking status of measurements and annotations':
      'Voir et gérer le suivi des mesures et annotations',
    'Advanced Window Level': 'Fenêtrage avancé',
    'Advanced window/level settings with manual controls and presets':
      'Fenêtrage à la main ou par préréglages',
    'Image threshold settings': 'Seuils de l’image',
    Opacity: 'Opacité',
    'Image opacity settings': 'Opacité de l’image',
    'Enable position synchronization on stack viewports': 'Faire défiler ensemble les séries affichées',
    'Show Reference Lines': 'Montrer les lignes de référence',
    'Reference Lines': 'Lignes de référence',
    'Calibration Line': 'Ligne de calibrage',
    'Ellipse ROI': 'ROI ellipse',
    'Rectangle ROI': 'ROI rectangle',
    'Circle Tool': 'Outil cercle',
    Point: 'Point',
    'Point Tool': 'Outil point',
    Polygon: 'Polygone',
    'Polygon Tool': 'Outil polygone',
    Box: 'Boîte',
    'Box Tool': 'Outil boîte',
    'Freehand Polygon': 'Polygone à main levée',
    'Freehand Polygon Tool': 'Outil polygone à main levée',
    'Freehand Line': 'Ligne à main levée',
    'Freehand Line Tool': 'Outil ligne à main levée',
    Line: 'Ligne',
    'Line Tool': 'Outil ligne',
    MPR: 'MPR',
    'Segment Bidirectional': 'Mesure bidirectionnelle du segment',
    'Create new segmentation to enable shapes tool.': 'Créez une segmentation pour activer cet outil.',
    'Arrow Annotate Tool': 'Annotation fléchée',
    'US Pleura B-line Annotation': 'Annotation plèvre et lignes B',
    'Length Tool': 'Distance',
    Length: 'Distance',
    'Cobb Angle': 'Angle de Cobb',
    Crosshairs: 'Réticule',
    'Window Level': 'Fenêtrage',
    'Window Level Region': 'Fenêtrage sur une région',
    'ROI Window': 'Fenêtrage sur une région',
    'W/L Presets': 'Fenêtrages',
    'Stack Scroll': 'Défilement',
    'Image Slice Sync': 'Synchroniser les coupes',
    'Stack Image Sync': 'Synchroniser les séries',
    'Magnify Probe': 'Loupe',
    Magnify: 'Loupe',
    'Livewire tool': 'Contour assisté',
    'Livewire Contour': 'Contour assisté',
    'Ultrasound Directional': 'Mesure directionnelle (échographie)',
    'Rotate Right': 'Tourner à droite',
    Cine: 'Film',
    CINE: 'Film',
    'Dicom Tag Browser': 'Attributs DICOM',
    Capture: 'Enregistrer une image',
  },
  CaptureViewportModal: {
    'Save Image': 'Enregistrer l’image',
    'Image copied to clipboard': 'Image copiée',
    'Failed to copy image to clipboard': 'L’image n’a pas pu être copiée',
  },
  Common: {
    Back: 'Retour',
    // whole words: month names would be English ones (moment is bundled without its French)
    localDateFormat: 'DD/MM/YYYY',
  },
  DataTable: {
    'No results.': 'Aucun résultat.',
    'Not enough room to display this column': 'Pas assez de place pour cette colonne',
  },
  ErrorBoundary: { in: 'dans', 'Stack Trace': 'Détails techniques' },
  Header: { Appearance: 'Apparence', About: 'À propos', Logout: 'Se déconnecter' },
  MeasurementTable: {
    'You have existing tracked measurements. What would you like to do with your existing tracked measurements?':
      'Des mesures existent déjà. Que faire de ces mesures ?',
    'Measurements cannot span across multiple studies. Do you want to save your tracked measurements?':
      'Un compte rendu de mesures porte sur un seul examen. Enregistrer ces mesures ?',
    'Do you want to continue tracking measurements for this study?': 'Continuer les mesures de cet examen ?',
    'Do you want to open this Segmentation?': 'Ouvrir cette segmentation ?',
    'There are unsaved measurements. Do you want to save it?':
      'Des mesures ne sont pas enregistrées. Les enregistrer ?',
    'Create SR': 'Enregistrer',
    'Create Report': 'Enregistrer les mesures',
    'No tracked measurements': 'Aucune mesure',
  },
  Messages: {
    'Display Set Messages': 'À savoir sur cette série',
    '1': 'Aucune image lisible dans cette série.',
    '2': 'Les images ne disent pas leur position.',
    '3': 'Cette série n’est pas un volume reconstructible.',
    '4': 'Les images multiples n’ont pas d’échelle.',
    '5': 'Les images multiples n’ont pas d’orientation.',
    '6': 'Les images multiples n’ont pas de position.',
    '7': 'Il manque des images à cette série.',
    '8': 'L’espacement des images est irrégulier.',
    '9': 'Les images n’ont pas toutes les mêmes dimensions.',
    '10': 'Les images n’ont pas toutes le même nombre de composantes.',
    '11': 'Les images n’ont pas toutes la même orientation.',
    '12': 'Les positions des images se contredisent.',
    '13': 'Objet que cette visionneuse n’affiche pas.',
    '14': 'Cette visionneuse n’affiche pas les objets de classe {{ sopClassUid }}.',
    '15': 'L’objet ne dit pas sa classe (SOP Class UID).',
  },
  Notification: {
    'Create new report': 'Nouveau compte rendu de mesures',
    'Add to existing report': 'Ajouter au compte rendu existant',
    'Create Report': 'Enregistrer les mesures',
  },
  PatientInfo: { MRN: 'IPP', Scanner: 'Appareil', Spacing: 'Pas', Sex: 'Sexe' },
  SegmentationPanel: {
    Active: 'Active',
    'Add new segmentation': 'Nouvelle segmentation',
    'Add segment': 'Ajouter un segment',
    Contour: 'Contour',
    'Contour Segmentations': 'Segmentations par contours',
    'Export DICOM SEG': 'Exporter en DICOM SEG',
    'Download DICOM SEG': 'Télécharger en DICOM SEG',
    'Download DICOM RTSTRUCT': 'Télécharger en DICOM RTSTRUCT',
    Fill: 'Remplissage',
    'Inactive segmentations': 'Segmentations inactives',
    Labelmap: 'Carte de segments',
    Outline: 'Contour',
    'Segmentation not supported': 'Segmentation non prise en charge',
    Size: 'Taille',
    'Segment Bidirectional': 'Mesure bidirectionnelle du segment',
    'Draw a segment before using bidirectional measurement': 'Dessinez d’abord un segment',
    'No description': 'Sans description',
  },
  SidePanel: { Studies: 'Examens' },
  StudyBrowser: {
    'Tag Browser': 'Attributs DICOM',
    'Add as Layer': 'Superposer',
    'Thumbnail Double Click': 'Ouverture de la série',
    'The selected display sets could not be added to the viewport.':
      'Cette série ne peut pas être affichée ici.',
  },
  StudyItem: { 'Tracked series': '{{trackedSeries}} séries suivies' },
  StudyList: { AccessionNumber: 'N° de demande' },
  ThumbnailTracked: {
    'Series is tracked': 'Série mesurée',
    'Series is untracked': 'Série non mesurée',
    Viewport: 'Vue',
  },
  TooltipClipboard: { Copied: 'Copié', 'Failed to copy': 'La copie a échoué' },
  TrackedCornerstoneViewport: {
    'Series is tracked and can be viewed in the measurement panel':
      'Les mesures de cette série sont dans le panneau des mesures',
    'Measurements for untracked series will not be shown in the measurements panel':
      'Les mesures de cette série ne sont pas dans le panneau des mesures',
  },
};

/** Dates as the rest of the application writes them in English. */
const english: typeof french = { Common: { localDateFormat: 'DD MMM YYYY' } };

type Locales = Record<string, Record<string, Record<string, string>> | undefined>;

/** OHIF's texts with ours over them; called by OHIF as it starts (scripts/prepare-ohif.mjs). */
export function withOurTexts(locales: Locales): Locales {
  const over = (theirs: Record<string, Record<string, string>> = {}, ours: typeof french) => ({
    ...theirs,
    ...Object.fromEntries(
      Object.entries(ours).map(([namespace, texts]) => [namespace, { ...theirs[namespace], ...texts }]),
    ),
  });
  return { ...locales, fr: over(locales['fr'], french), 'en-US': over(locales['en-US'], english) };
}
