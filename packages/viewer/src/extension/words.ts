/** The extension's own words; the page writes `lang` by the person's choice before OHIF starts. */
const words = {
  fr: {
    current: 'Actuel',
    prior: 'Antérieur',
    linked: 'Défilement lié',
    linkedTitle: 'Les deux examens défilent ensemble ; détachez-les pour les recaler',
    keys: 'Raccourcis clavier',
    notShown: 'Ne s’affiche pas ici :',
    notShownWhere: 'À lire dans l’aperçu de l’examen, au dossier.',
    putAway: 'Masquer',
    toKnow: 'À savoir sur cette série',
    panel: 'Ouvrir ou fermer le volet',
    noDate: 'sans date',
    toolbar: 'Outils',
    series: 'Séries',
    image: 'Image',
    toImage: 'Aller à l’image',
    report: 'Mesures',
  },
  en: {
    current: 'Current',
    prior: 'Prior',
    linked: 'Linked scrolling',
    linkedTitle: 'Both studies scroll together; unlink them to realign',
    keys: 'Keyboard shortcuts',
    notShown: 'Not shown here:',
    notShownWhere: 'To be read in the quick look of the study, in the record.',
    putAway: 'Hide',
    toKnow: 'About this series',
    panel: 'Open or close the panel',
    noDate: 'no date',
    toolbar: 'Tools',
    series: 'Series',
    image: 'Image',
    toImage: 'Skip to the image',
    report: 'Measurements',
  },
} as const;

const language = (): 'fr' | 'en' => (document.documentElement.lang.startsWith('en') ? 'en' : 'fr');
export const word = (key: keyof (typeof words)['fr']): string => words[language()][key];

/** `20261127` of DICOM as the person reads dates; what is no date stays as it stands. */
export function readableDate(dicom: string | undefined, locale: 'fr' | 'en' = language()): string {
  const [, year, month, day] = /^(\d{4})\.?(\d\d)\.?(\d\d)$/.exec(dicom ?? '') ?? [];
  if (!year || !month || !day) return dicom ?? '';
  return new Intl.DateTimeFormat(locale === 'fr' ? 'fr-FR' : 'en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(Date.UTC(Number(year), Number(month) - 1, Number(day)));
}
