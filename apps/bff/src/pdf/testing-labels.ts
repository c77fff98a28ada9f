import { labelWords } from './labels.ts';

export const labelWordsInFrench = labelWords.parse({
  title: 'Étiquettes d’identité',
  birthName: 'Nom naiss.',
  givenName: '1er prénom',
  usedName: 'Nom utilisé',
  usedGivenName: 'Prén. utilisé',
  born: { male: 'Né le', female: 'Née le', unknown: 'Né(e) le' },
  sex: { male: 'Sexe M', female: 'Sexe F', unknown: 'Sexe I' },
  about: 'vers',
  ins: { nir: 'INS (NIR)', nia: 'INS (NIA)', test: 'INS (test)', demo: 'INS (démo)' },
  ipp: 'IPP',
  mother: 'Mère',
  twin: 'Jumeau n°',
  fictive: 'Identité fictive',
  doubtful: 'Identité douteuse',
  datamatrix: 'Datamatrix INS',
  barcode: 'Code-barres de l’IPP',
});
