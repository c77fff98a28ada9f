import { blood } from './labs-blood.ts';
import { chemistry } from './labs-chemistry.ts';
import { organs } from './labs-organs.ts';

/** Every test that the laboratory makes; the order is that of its catalogue. */
export const labs = { ...chemistry, ...blood, ...organs };

export type LabKey = keyof typeof labs;

/** Panels as they are ordered; the LOINC code is that of the panel where there is one. */
export const panels = {
  ionogram: {
    code: '51990-0',
    display: 'Ionogramme sanguin et fonction rénale',
    tests: ['sodium', 'potassium', 'chloride', 'bicarbonate', 'urea', 'creatinine', 'egfr'],
  },
  bloodCount: {
    code: '58410-2',
    display: 'Numération formule sanguine',
    tests: [
      'hemoglobin',
      'hematocrit',
      'redCells',
      'mcv',
      'whiteCells',
      'neutrophils',
      'lymphocytes',
      'eosinophils',
      'platelets',
    ],
  },
  lipids: {
    code: '57698-3',
    display: 'Bilan lipidique',
    tests: ['cholesterol', 'ldl', 'hdl', 'triglycerides'],
  },
  liver: {
    code: '24325-3',
    display: 'Bilan hépatique',
    tests: ['ast', 'alt', 'ggt', 'alp', 'bilirubin', 'albumin'],
  },
  bloodGas: { code: '24336-0', display: 'Gaz du sang artériel', tests: ['ph', 'pco2', 'po2', 'lactate'] },
  mineral: {
    code: null,
    display: 'Bilan phosphocalcique',
    tests: ['calcium', 'phosphate', 'magnesium', 'vitaminD', 'pth'],
  },
  diabetes: { code: '55399-0', display: 'Suivi du diabète', tests: ['fastingGlucose', 'hba1c', 'urineAcr'] },
  inflammation: { code: null, display: 'Marqueurs de l’inflammation', tests: ['crp', 'procalcitonin'] },
  clotting: { code: '34528-0', display: 'Hémostase', tests: ['inr', 'prothrombin'] },
  heart: { code: null, display: 'Marqueurs cardiaques', tests: ['ntProBnp', 'troponin'] },
} as const satisfies Record<string, { code: string | null; display: string; tests: readonly LabKey[] }>;

export type PanelKey = keyof typeof panels;
