/** Substances of allergies: SNOMED CT and the ATC class when it is a drug. */
export const substances = {
  penicillin: { snomed: '764146007', display: 'Pénicilline', atc: 'J01C', category: 'medication' },
  amoxicillin: { snomed: '372687004', display: 'Amoxicilline', atc: 'J01CA04', category: 'medication' },
  aspirin: {
    snomed: '387458008',
    display: 'Acide acétylsalicylique',
    atc: 'B01AC06',
    category: 'medication',
  },
  iodine: { snomed: '385420005', display: 'Produit de contraste iodé', atc: 'V08A', category: 'medication' },
  sulfonamide: { snomed: '387406002', display: 'Sulfamides', atc: 'J01E', category: 'medication' },
  codeine: { snomed: '387494007', display: 'Codéine', atc: 'R05DA04', category: 'medication' },
  peanut: { snomed: '256349002', display: 'Arachide', category: 'food' },
  egg: { snomed: '102263004', display: 'Œuf', category: 'food' },
  cowMilk: { snomed: '3718001', display: 'Lait de vache', category: 'food' },
  shellfish: { snomed: '735029006', display: 'Crustacés', category: 'food' },
  dustMite: { snomed: '260147004', display: 'Acariens', category: 'environment' },
  birchPollen: { snomed: '256262001', display: 'Pollen de bouleau', category: 'environment' },
  catHair: { snomed: '260152009', display: 'Poils de chat', category: 'environment' },
  wasp: { snomed: '288328004', display: 'Venin de guêpe', category: 'biologic' },
  latex: { snomed: '111088007', display: 'Latex', category: 'environment' },
} as const;
export type SubstanceKey = keyof typeof substances;

export const reactions = {
  anaphylaxis: { snomed: '39579001', display: 'Anaphylaxie' },
  urticaria: { snomed: '126485001', display: 'Urticaire' },
  angioedema: { snomed: '41291007', display: 'Angio-œdème' },
  rash: { snomed: '271807003', display: 'Éruption cutanée' },
  bronchospasm: { snomed: '4386001', display: 'Bronchospasme' },
  rhinitis: { snomed: '70076002', display: 'Rhinite' },
  vomiting: { snomed: '422400008', display: 'Vomissements' },
  lyell: { snomed: '768962006', display: 'Syndrome de Lyell' },
} as const;
export type ReactionKey = keyof typeof reactions;

/** Vaccines by ATC, with the disease they protect from. */
export const vaccines = {
  influenza: { atc: 'J07BB02', display: 'Vaccin grippal inactivé', disease: 'Grippe', brand: 'Vaxigrip' },
  covid: {
    atc: 'J07BN01',
    display: 'Vaccin ARNm contre la COVID-19',
    disease: 'COVID-19',
    brand: 'Comirnaty',
  },
  pneumococcus: {
    atc: 'J07AL02',
    display: 'Vaccin pneumococcique conjugué',
    disease: 'Pneumocoque',
    brand: 'Prevenar 20',
  },
  dtp: {
    atc: 'J07CA01',
    display: 'Vaccin diphtérie, tétanos, poliomyélite',
    disease: 'Diphtérie, tétanos, poliomyélite',
    brand: 'Revaxis',
  },
  hexavalent: {
    atc: 'J07CA09',
    display: 'Vaccin hexavalent (DTCaP-Hib-HépB)',
    disease: 'Diphtérie, tétanos, coqueluche, poliomyélite, Hib, hépatite B',
    brand: 'Hexyon',
  },
  mmr: {
    atc: 'J07BD52',
    display: 'Vaccin rougeole, oreillons, rubéole',
    disease: 'Rougeole, oreillons, rubéole',
    brand: 'Priorix',
  },
  meningoB: {
    atc: 'J07AH09',
    display: 'Vaccin méningococcique B',
    disease: 'Méningocoque B',
    brand: 'Bexsero',
  },
  meningoAcwy: {
    atc: 'J07AH08',
    display: 'Vaccin méningococcique ACWY',
    disease: 'Méningocoques A, C, W, Y',
    brand: 'Nimenrix',
  },
  rotavirus: { atc: 'J07BH01', display: 'Vaccin rotavirus', disease: 'Rotavirus', brand: 'Rotarix' },
  hpv: {
    atc: 'J07BM03',
    display: 'Vaccin papillomavirus',
    disease: 'Papillomavirus humains',
    brand: 'Gardasil 9',
  },
  zoster: { atc: 'J07BK03', display: 'Vaccin zona', disease: 'Zona', brand: 'Shingrix' },
  pertussis: {
    atc: 'J07CA02',
    display: 'Vaccin dTcaP',
    disease: 'Diphtérie, tétanos, coqueluche, poliomyélite',
    brand: 'Repevax',
  },
} as const;
export type VaccineKey = keyof typeof vaccines;

/** Procedures: CCAM (4 letters + 3 digits) with a short French wording. */
export const procedures = {
  echocardiography: { ccam: 'DZQM006', display: 'Échocardiographie transthoracique' },
  ecg: { ccam: 'DEQP003', display: 'Électrocardiogramme 12 dérivations' },
  coronarography: { ccam: 'DDQH009', display: 'Coronarographie' },
  angioplasty: { ccam: 'DDAF006', display: 'Angioplastie coronaire avec pose de stent' },
  pacemaker: { ccam: 'DELF005', display: 'Pose de stimulateur cardiaque double chambre' },
  cardioversion: { ccam: 'DERP003', display: 'Cardioversion électrique externe' },
  colonoscopy: { ccam: 'HHQE005', display: 'Coloscopie totale' },
  gastroscopy: { ccam: 'HEQE002', display: 'Endoscopie œsogastroduodénale' },
  hipProsthesis: { ccam: 'NEKA018', display: 'Prothèse cervicocéphalique de hanche' },
  appendectomy: { ccam: 'HHFA016', display: 'Appendicectomie par cœlioscopie' },
  mastectomy: { ccam: 'QEFA004', display: 'Tumorectomie du sein' },
  colectomy: { ccam: 'HHFA006', display: 'Colectomie gauche' },
  spirometry: { ccam: 'GLQP012', display: 'Explorations fonctionnelles respiratoires' },
  cataractSurgery: { ccam: 'BFGA004', display: 'Phacoémulsification avec implant' },
  obstetricUltrasound: { ccam: 'JQQM018', display: 'Échographie obstétricale du 2e trimestre' },
  bloodTransfusion: { ccam: 'FELF011', display: 'Transfusion de concentré de globules rouges' },
  fundus: { ccam: 'BGQP002', display: 'Examen du fond d’œil' },
  fistula: { ccam: 'EZMA001', display: 'Création de fistule artérioveineuse' },
} as const;
export type ProcedureKey = keyof typeof procedures;
