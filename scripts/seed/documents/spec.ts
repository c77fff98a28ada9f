/** Kinds of documents: LOINC type of the French document list and its name. */
export const documentKinds = {
  discharge: ['11490-0', 'Lettre de liaison à la sortie'],
  imaging: ['18748-4', 'Compte rendu d’imagerie médicale'],
  consultation: ['11488-4', 'Compte rendu de consultation'],
  operation: ['11504-8', 'Compte rendu opératoire'],
  laboratory: ['11502-2', 'Compte rendu d’examens biologiques'],
  prescription: ['57833-6', 'Ordonnance de médicaments'],
  emergency: ['34111-5', 'Résumé de passage aux urgences'],
  directives: ['42348-3', 'Directives anticipées'],
  nursing: ['34746-8', 'Transmission infirmière'],
  ecg: ['11524-6', 'Électrocardiogramme'],
} as const;
export type DocumentKind = keyof typeof documentKinds;

/** What is printed: a heading, then paragraphs or lines of a table. */
export interface Section {
  title: string;
  text?: string;
  rows?: readonly (readonly string[])[];
}
export interface DocumentSpec {
  binaryId: string;
  kind: DocumentKind;
  title: string;
  date: string;
  author: string;
  rpps?: string;
  service: string;
  patient: {
    birthName: string;
    usedName: string;
    given: string;
    birthDate: string;
    sex: string;
    ipp: string;
    ins?: string;
  };
  sections: readonly Section[];
  format: 'pdf' | 'text' | 'png';
}
