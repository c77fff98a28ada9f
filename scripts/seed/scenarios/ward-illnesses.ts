import type { DoseScale } from '@keneyapp/clinical/prescribing';
import type { Values } from '../chart/results.ts';
import type { Rhythm } from '../chart/ecg-signal.ts';
import type { DrugOptions } from '../chart/drugs.ts';
import type { Vitals } from '../chart/vitals.ts';
import type { DrugKey } from '../codes/drugs.ts';
import type { PanelKey } from '../codes/labs.ts';
import type { ProcedureKey } from '../codes/substances-vaccines-procedures.ts';
import type { ProblemKey } from '../codes/problems.ts';

/** What is ordered at the bedside: the day and the doctor are those of the stay. */
export type WardOrder = readonly [DrugKey, Omit<DrugOptions, 'since' | 'inpatient' | 'by'>];

/** Why somebody lies in the cardiology ward, with what usually goes with it. */
export interface Illness {
  reason: string;
  diagnosis: ProblemKey;
  /** Problems of before, with the days since when. */
  history: readonly (readonly [ProblemKey, number])[];
  /** Drugs of home, each once or twice a day. */
  home: readonly (readonly [DrugKey, number, ...('morning' | 'noon' | 'evening')[]])[];
  /** Of these, what is held back during the stay. */
  held?: readonly DrugKey[];
  ward: readonly WardOrder[];
  /** At arrival, where it differs from a healthy person's. */
  arrival: Omit<Vitals, 'hour' | 'by' | 'weight' | 'height'>;
  /** Kilograms of water at arrival. */
  excess?: number;
  labs: { panel: PanelKey; first: Values; last: Values };
  found?: { exam: 'radiograph' | 'scanner' | 'echocardiography'; conclusion: string };
  done?: readonly (readonly [ProcedureKey, string])[];
  /** Recorded at arrival. */
  ecg?: Rhythm;
}

const prevention: WardOrder = [
  'enoxaparin',
  { dose: 4000, everyDays: 1, why: 'Prévention thromboembolique' },
];
const insulin = (value: string) => ({ value, unit: '[iU]' });
/** As an example: which doses a hospital gives is its own protocol. */
const byGlucose: DoseScale = {
  measure: 'capillary-glucose',
  unit: 'g/L',
  bands: [
    { from: null, below: '0.7', dose: 'none', instruction: 'resucrer, appeler le médecin' },
    { from: '0.7', below: '1.5', dose: 'none', instruction: '' },
    { from: '1.5', below: '2', dose: insulin('4'), instruction: '' },
    { from: '2', below: '2.5', dose: insulin('6'), instruction: '' },
    { from: '2.5', below: '3', dose: insulin('8'), instruction: 'cétonémie' },
    { from: '3', below: null, dose: insulin('10'), instruction: 'cétonémie, appeler le médecin' },
  ],
};
const afterStent: Illness['ward'] = [
  ['aspirin', { dose: 75, when: ['noon'] }],
  ['ticagrelor', { dose: 90, when: ['morning', 'evening'], why: 'Stent actif' }],
  ['atorvastatin', { dose: 80, when: ['evening'] }],
  ['bisoprolol', { dose: 2.5, when: ['morning'] }],
];

export const illnesses = {
  heartFailure: {
    reason: 'Décompensation cardiaque',
    diagnosis: 'heartFailureLeft',
    history: [
      ['heartFailure', -900],
      ['hypertension', -5200],
    ],
    home: [
      ['ramipril', 5, 'morning'],
      ['furosemide', 40, 'morning'],
    ],
    held: ['furosemide'],
    ward: [['furosemideIv', { dose: 40, everyHours: 12, why: 'Surcharge' }], prevention],
    arrival: { systolic: 146, heartRate: 102, respRate: 24, spo2: 91, oxygen: 2 },
    excess: 4,
    labs: { panel: 'heart', first: { ntProBnp: 6100, troponin: 31 }, last: { ntProBnp: 2900, troponin: 24 } },
    found: {
      exam: 'radiograph',
      conclusion: 'Cardiomégalie, surcharge vasculaire, petits épanchements pleuraux bilatéraux.',
    },
  },
  dilatedHeart: {
    reason: 'Dyspnée de novo, cardiomyopathie dilatée',
    diagnosis: 'dilatedHeart',
    history: [['smoking', -8000]],
    home: [],
    ward: [
      ['furosemideIv', { dose: 20, everyHours: 12 }],
      ['bisoprolol', { dose: 1.25, when: ['morning'] }],
      ['ramipril', { dose: 1.25, when: ['evening'] }],
      prevention,
    ],
    arrival: { systolic: 112, heartRate: 112, respRate: 23, spo2: 93 },
    labs: { panel: 'heart', first: { ntProBnp: 4800, troponin: 26 }, last: { ntProBnp: 3300, troponin: 21 } },
    found: {
      exam: 'echocardiography',
      conclusion:
        'Ventricule gauche dilaté, FEVG 25 %, fuite mitrale fonctionnelle modérée. Pas de thrombus.',
    },
  },
  nstemi: {
    reason: 'Douleur thoracique, syndrome coronarien sans sus-décalage',
    diagnosis: 'nstemi',
    history: [
      ['hypertension', -3600],
      ['dyslipidemia', -2400],
    ],
    home: [['amlodipine', 5, 'morning']],
    ward: afterStent,
    arrival: { systolic: 154, heartRate: 92, pain: 6 },
    labs: { panel: 'heart', first: { troponin: 86, ntProBnp: 640 }, last: { troponin: 58, ntProBnp: 520 } },
    done: [
      ['coronarography', 'Sténose serrée de l’interventriculaire antérieure.'],
      ['angioplasty', 'Un stent actif, flux TIMI 3.'],
    ],
  },
  aorticStenosis: {
    reason: 'Bilan de rétrécissement aortique serré avant TAVI',
    diagnosis: 'aorticStenosis',
    history: [
      ['hypertension', -6100],
      ['dyslipidemia', -4000],
    ],
    home: [
      ['candesartan', 8, 'morning'],
      ['atorvastatin', 20, 'evening'],
    ],
    ward: [prevention],
    arrival: { systolic: 128, heartRate: 78, respRate: 19 },
    labs: { panel: 'heart', first: { ntProBnp: 1850, troponin: 22 }, last: { ntProBnp: 1700, troponin: 20 } },
    found: {
      exam: 'scanner',
      conclusion: 'Accès fémoraux perméables, anneau de 23 mm, pas d’anévrisme. TAVI fémoral possible.',
    },
    done: [['echocardiography', 'Surface aortique 0,7 cm², gradient moyen 48 mmHg, FEVG 58 %.']],
  },
  rapidFibrillation: {
    reason: 'Fibrillation auriculaire rapide',
    diagnosis: 'atrialFibrillation',
    history: [['hypertension', -3000]],
    home: [['irbesartan', 150, 'morning']],
    ward: [
      ['apixaban', { dose: 5, when: ['morning', 'evening'], why: 'CHA₂DS₂-VASc 4' }],
      ['bisoprolol', { dose: 5, when: ['morning'] }],
      ['amiodarone', { dose: 200, when: ['morning', 'noon', 'evening'], days: 8 }],
    ],
    arrival: { systolic: 128, heartRate: 142, respRate: 20 },
    labs: { panel: 'heart', first: { ntProBnp: 1400, troponin: 18 }, last: { ntProBnp: 900, troponin: 13 } },
    done: [['echocardiography', 'Oreillette gauche dilatée, FEVG 52 %.']],
    ecg: 'atrialFibrillation',
  },
  heartBlock: {
    reason: 'Bloc auriculoventriculaire complet',
    diagnosis: 'heartBlock',
    history: [['hypertension', -4400]],
    home: [['perindopril', 5, 'morning']],
    ward: [['paracetamol', { dose: 1, everyHours: 8, prn: 'douleur de la loge' }]],
    arrival: { systolic: 162, diastolic: 68, heartRate: 38, respRate: 18 },
    labs: { panel: 'heart', first: { ntProBnp: 720, troponin: 19 }, last: { ntProBnp: 410, troponin: 17 } },
    done: [['pacemaker', 'Double chambre, voie céphalique gauche, seuils corrects.']],
  },
  endocarditis: {
    reason: 'Endocardite mitrale à streptocoque',
    diagnosis: 'endocarditis',
    history: [['diabetes2', -3300]],
    home: [['metformin', 1000, 'morning', 'evening']],
    ward: [
      ['ceftriaxone', { dose: 2, everyHours: 24, days: 28, why: 'Endocardite à streptocoque' }],
      ['paracetamol', { dose: 1, everyHours: 6 }],
      ['insulinAspart', { dose: 4, strength: '100 UI/mL', scale: byGlucose, why: 'Diabète, infection' }],
      prevention,
    ],
    arrival: { systolic: 118, heartRate: 108, respRate: 20, temperature: 38.9 },
    labs: {
      panel: 'inflammation',
      first: { crp: 214, procalcitonin: 3.2 },
      last: { crp: 96, procalcitonin: 0.9 },
    },
    found: {
      exam: 'echocardiography',
      conclusion: 'Végétation de 9 mm de la valve mitrale, fuite modérée, pas d’abcès.',
    },
  },
  pulmonaryEmbolism: {
    reason: 'Embolie pulmonaire',
    diagnosis: 'pulmonaryEmbolism',
    history: [],
    home: [],
    ward: [['rivaroxaban', { dose: 15, when: ['morning', 'evening'], days: 21, why: 'Embolie pulmonaire' }]],
    arrival: { systolic: 112, heartRate: 116, respRate: 24, spo2: 91, oxygen: 3, pain: 4 },
    labs: { panel: 'heart', first: { troponin: 46, ntProBnp: 1500 }, last: { troponin: 19, ntProBnp: 640 } },
    found: {
      exam: 'scanner',
      conclusion: 'Embolie pulmonaire lobaire bilatérale, rapport VD/VG 1,1. Pas d’infarctus.',
    },
  },
  highPressure: {
    reason: 'Poussée hypertensive avec céphalées',
    diagnosis: 'hypertension',
    history: [['obesity', -4000]],
    home: [['lercanidipine', 10, 'morning']],
    ward: [
      ['nicardipine', { dose: 2, strength: '10 mg/10 mL', everyHours: 1, why: 'Cible 160/100 mmHg' }],
      ['perindopril', { dose: 5, when: ['morning'] }],
    ],
    arrival: { systolic: 214, diastolic: 118, heartRate: 88, pain: 5 },
    labs: { panel: 'heart', first: { troponin: 12, ntProBnp: 260 }, last: { troponin: 11, ntProBnp: 220 } },
  },
  pericarditis: {
    reason: 'Péricardite aiguë',
    diagnosis: 'pericarditis',
    history: [],
    home: [],
    ward: [
      ['aspirin', { dose: 1000, everyHours: 8, days: 14 }],
      ['colchicine', { dose: 0.5, when: ['morning', 'evening'] }],
      ['pantoprazole', { dose: 20, when: ['evening'] }],
    ],
    arrival: { heartRate: 98, temperature: 38.1, pain: 7 },
    labs: {
      panel: 'inflammation',
      first: { crp: 124, procalcitonin: 0.1 },
      last: { crp: 61, procalcitonin: 0.1 },
    },
    found: { exam: 'echocardiography', conclusion: 'Lame d’épanchement péricardique de 6 mm, bien tolérée.' },
  },
  syncope: {
    reason: 'Syncopes répétées, surveillance du rythme',
    diagnosis: 'syncope',
    history: [
      ['osteoporosis', -2600],
      ['hypertension', -5600],
    ],
    home: [['lercanidipine', 10, 'morning']],
    ward: [prevention],
    arrival: { systolic: 104, heartRate: 56 },
    labs: { panel: 'heart', first: { troponin: 13, ntProBnp: 280 }, last: { troponin: 12, ntProBnp: 250 } },
    done: [['ecg', 'Bloc bifasciculaire.']],
  },
  ventricularTachycardia: {
    reason: 'Tachycardie ventriculaire réduite',
    diagnosis: 'ventricularTachycardia',
    history: [
      ['oldInfarction', -2800],
      ['coronaryDisease', -2800],
    ],
    home: [
      ['aspirin', 75, 'noon'],
      ['atorvastatin', 40, 'evening'],
    ],
    ward: [
      ['amiodarone', { dose: 400, strength: 200, when: ['morning', 'evening'], days: 7 }],
      ['bisoprolol', { dose: 5, when: ['morning'] }],
    ],
    arrival: { systolic: 102, heartRate: 128, respRate: 21, spo2: 94 },
    labs: { panel: 'heart', first: { troponin: 64, ntProBnp: 2100 }, last: { troponin: 36, ntProBnp: 1600 } },
    done: [['cardioversion', 'Un choc de 150 J, retour en rythme sinusal.']],
  },
  hyperkalemia: {
    reason: 'Hyperkaliémie sous spironolactone, insuffisance rénale',
    diagnosis: 'hyperkalemia',
    history: [
      ['heartFailure', -1500],
      ['ckd3', -1300],
    ],
    home: [
      ['ramipril', 5, 'morning'],
      ['furosemide', 40, 'morning'],
    ],
    held: ['ramipril'],
    ward: [['polystyrene', { dose: 15, when: ['morning', 'noon', 'evening'] }], prevention],
    arrival: { systolic: 108, heartRate: 52 },
    labs: {
      panel: 'ionogram',
      first: { potassium: 6.4, creatinine: 214, urea: 19 },
      last: { potassium: 5.8, creatinine: 188, urea: 17 },
    },
  },
  bleeding: {
    reason: 'Méléna sous anticoagulant, malaise',
    diagnosis: 'bleedingAnemia',
    history: [
      ['atrialFibrillation', -1900],
      ['hypertension', -4800],
    ],
    home: [
      ['apixaban', 5, 'morning', 'evening'],
      ['bisoprolol', 2.5, 'morning'],
    ],
    held: ['apixaban'],
    ward: [['pantoprazole', { dose: 80, strength: 40, when: ['morning', 'evening'] }]],
    arrival: { systolic: 102, heartRate: 108, respRate: 19 },
    labs: {
      panel: 'bloodCount',
      first: { hemoglobin: 8.1, mcv: 82, platelets: 232 },
      last: { hemoglobin: 7.8, mcv: 82, platelets: 221 },
    },
    done: [['gastroscopy', 'Ulcère duodénal sans saignement actif.']],
  },
} as const satisfies Record<string, Illness>;

export type IllnessKey = keyof typeof illnesses;
