/** What a hospital has to have before it uses a terminology: said when it is imported, and kept as the CodeSystem's copyright. */
export interface Licence {
  publisher: string;
  /** Said to the person who imports. */
  needs: string;
  copyright: string;
}

export const licences = {
  loinc: {
    publisher: 'Regenstrief Institute',
    needs: 'LOINC is free, under its licence (https://loinc.org/license): whoever downloads accepts it.',
    copyright:
      'This material contains content from LOINC (http://loinc.org). LOINC is copyright © Regenstrief Institute, Inc. and the LOINC Committee and is available at no cost under the license at https://loinc.org/license.',
  },
  snomed: {
    publisher: 'SNOMED International',
    needs:
      'SNOMED CT asks for an affiliate licence, in France from the national release centre (ANS): https://smt.esante.gouv.fr.',
    copyright:
      'This material includes SNOMED Clinical Terms® (SNOMED CT®), used by permission of SNOMED International. An affiliate licence is needed.',
  },
  cim10: {
    publisher: 'ATIH',
    needs:
      'The CIM-10 for the PMSI is published by the ATIH (https://www.atih.sante.fr), the classification is © WHO: use in French health establishments is covered, redistribution is not.',
    copyright: 'CIM-10 FR à usage PMSI © ATIH; ICD-10 © World Health Organization.',
  },
  ccam: {
    publisher: 'ATIH, Assurance Maladie',
    needs: 'The CCAM is published by the Assurance Maladie and the ATIH, free to use in France.',
    copyright: 'CCAM © Assurance Maladie, ATIH.',
  },
  icd11: {
    publisher: 'World Health Organization',
    needs: 'ICD-11 is CC BY-ND 3.0 IGO (https://icd.who.int): it may be used and passed on, not changed.',
    copyright: 'ICD-11 © World Health Organization, CC BY-ND 3.0 IGO.',
  },
  atc: {
    publisher: 'WHO Collaborating Centre for Drug Statistics Methodology',
    needs:
      'ATC is © WHO Collaborating Centre (https://atcddd.fhi.no): its whole index is bought there; here it is derived from French drug files.',
    copyright:
      'ATC © WHO Collaborating Centre for Drug Statistics Methodology; derived from the files named.',
  },
  bdpm: {
    publisher: 'ANSM, base de données publique des médicaments',
    needs:
      'The BDPM is under the Licence Ouverte (https://base-donnees-publique.medicaments.gouv.fr): name the source and its date.',
    copyright: 'Base de données publique des médicaments, ANSM, HAS, UNCAM; Licence Ouverte.',
  },
  ucum: {
    publisher: 'Regenstrief Institute',
    needs: 'UCUM is free under its licence (https://ucum.org/license): it may not be changed.',
    copyright: 'UCUM © Regenstrief Institute, Inc. (https://ucum.org/license).',
  },
  cog: {
    publisher: 'INSEE',
    needs: 'The code officiel géographique is under the Licence Ouverte (https://www.insee.fr).',
    copyright: 'Code officiel géographique, INSEE; Licence Ouverte.',
  },
  localToLoinc: {
    publisher: 'Établissement de santé',
    needs:
      'A map of local codes is the hospital’s own; the LOINC codes in it are used under the licence of LOINC (https://loinc.org/license).',
    copyright:
      'Local codes: the hospital’s own. This material contains content from LOINC (http://loinc.org). LOINC is copyright © Regenstrief Institute, Inc. and the LOINC Committee and is available at no cost under the license at https://loinc.org/license.',
  },
} as const satisfies Record<string, Licence>;
