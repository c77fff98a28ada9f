/**
 * Laboratory tests: LOINC code, French display, UCUM code and what is printed, adult range, critical limits, decimals.
 * `m`/`f` replace the range by sex. Ranges are those commonly printed by French laboratories.
 */
export interface LabTest { code: string; display: string; ucum: string; unit: string; low?: number; high?: number; m?: readonly [number, number]; f?: readonly [number, number]; critLow?: number; critHigh?: number; decimals: number }

export const labs = {
  sodium: { code: '2951-2', display: 'Sodium', ucum: 'mmol/L', unit: 'mmol/L', low: 136, high: 145, critLow: 120, critHigh: 160, decimals: 0 },
  potassium: { code: '2823-3', display: 'Potassium', ucum: 'mmol/L', unit: 'mmol/L', low: 3.5, high: 5, critLow: 2.8, critHigh: 6.2, decimals: 1 },
  chloride: { code: '2075-0', display: 'Chlorure', ucum: 'mmol/L', unit: 'mmol/L', low: 98, high: 107, decimals: 0 },
  bicarbonate: { code: '1963-8', display: 'Bicarbonates', ucum: 'mmol/L', unit: 'mmol/L', low: 22, high: 29, critLow: 10, decimals: 0 },
  urea: { code: '22664-7', display: 'Urée', ucum: 'mmol/L', unit: 'mmol/L', low: 2.5, high: 7.5, decimals: 1 },
  creatinine: { code: '14682-9', display: 'Créatinine', ucum: 'umol/L', unit: 'µmol/L', m: [62, 106], f: [44, 80], critHigh: 500, decimals: 0 },
  egfr: { code: '62238-1', display: 'Débit de filtration glomérulaire estimé (CKD-EPI)', ucum: 'mL/min/{1.73_m2}', unit: 'mL/min/1,73 m²', low: 60, critLow: 15, decimals: 0 },
  calcium: { code: '2000-8', display: 'Calcium', ucum: 'mmol/L', unit: 'mmol/L', low: 2.15, high: 2.55, critLow: 1.65, critHigh: 3.5, decimals: 2 },
  phosphate: { code: '14879-1', display: 'Phosphate', ucum: 'mmol/L', unit: 'mmol/L', low: 0.81, high: 1.45, decimals: 2 },
  magnesium: { code: '2601-3', display: 'Magnésium', ucum: 'mmol/L', unit: 'mmol/L', low: 0.66, high: 1.07, decimals: 2 },
  uricAcid: { code: '14933-6', display: 'Acide urique', ucum: 'umol/L', unit: 'µmol/L', m: [200, 420], f: [140, 360], decimals: 0 },
  glucose: { code: '14749-6', display: 'Glucose', ucum: 'mmol/L', unit: 'mmol/L', low: 3.9, high: 7.8, critLow: 2.5, critHigh: 25, decimals: 1 },
  fastingGlucose: { code: '14771-0', display: 'Glucose à jeun', ucum: 'mmol/L', unit: 'mmol/L', low: 3.9, high: 6.1, critLow: 2.5, critHigh: 25, decimals: 1 },
  hba1c: { code: '4548-4', display: 'Hémoglobine A1c', ucum: '%', unit: '%', low: 4, high: 6, decimals: 1 },
  hemoglobin: { code: '718-7', display: 'Hémoglobine', ucum: 'g/dL', unit: 'g/dL', m: [13, 17], f: [12, 16], critLow: 7, critHigh: 20, decimals: 1 },
  hematocrit: { code: '4544-3', display: 'Hématocrite', ucum: '%', unit: '%', m: [40, 52], f: [36, 47], decimals: 1 },
  redCells: { code: '789-8', display: 'Érythrocytes', ucum: '10*12/L', unit: '10¹²/L', m: [4.3, 5.7], f: [3.8, 5.2], decimals: 2 },
  mcv: { code: '787-2', display: 'Volume globulaire moyen', ucum: 'fL', unit: 'fL', low: 80, high: 98, decimals: 0 },
  whiteCells: { code: '6690-2', display: 'Leucocytes', ucum: '10*9/L', unit: '10⁹/L', low: 4, high: 10, critLow: 1, critHigh: 30, decimals: 1 },
  neutrophils: { code: '751-8', display: 'Polynucléaires neutrophiles', ucum: '10*9/L', unit: '10⁹/L', low: 1.8, high: 7.5, critLow: 0.5, decimals: 2 },
  lymphocytes: { code: '731-0', display: 'Lymphocytes', ucum: '10*9/L', unit: '10⁹/L', low: 1, high: 4, decimals: 2 },
  eosinophils: { code: '711-2', display: 'Polynucléaires éosinophiles', ucum: '10*9/L', unit: '10⁹/L', low: 0.02, high: 0.5, decimals: 2 },
  platelets: { code: '777-3', display: 'Plaquettes', ucum: '10*9/L', unit: '10⁹/L', low: 150, high: 400, critLow: 20, critHigh: 1000, decimals: 0 },
  crp: { code: '1988-5', display: 'Protéine C réactive', ucum: 'mg/L', unit: 'mg/L', high: 5, critHigh: 300, decimals: 0 },
  procalcitonin: { code: '33959-8', display: 'Procalcitonine', ucum: 'ug/L', unit: 'µg/L', high: 0.5, critHigh: 10, decimals: 2 },
  lactate: { code: '2524-7', display: 'Lactate', ucum: 'mmol/L', unit: 'mmol/L', low: 0.5, high: 2, critHigh: 4, decimals: 1 },
  inr: { code: '6301-6', display: 'INR', ucum: '{INR}', unit: '', low: 0.8, high: 1.2, critHigh: 5, decimals: 1 },
  prothrombin: { code: '5894-1', display: 'Taux de prothrombine', ucum: '%', unit: '%', low: 70, high: 100, critLow: 20, decimals: 0 },
  dDimer: { code: '48065-7', display: 'D-dimères', ucum: 'ng/mL{FEU}', unit: 'ng/mL FEU', high: 500, decimals: 0 },
  ntProBnp: { code: '33762-6', display: 'NT-proBNP', ucum: 'pg/mL', unit: 'pg/mL', high: 300, decimals: 0 },
  troponin: { code: '67151-1', display: 'Troponine T hypersensible', ucum: 'ng/L', unit: 'ng/L', high: 14, critHigh: 100, decimals: 0 },
  ast: { code: '1920-8', display: 'ASAT', ucum: 'U/L', unit: 'U/L', low: 10, high: 40, critHigh: 1000, decimals: 0 },
  alt: { code: '1742-6', display: 'ALAT', ucum: 'U/L', unit: 'U/L', low: 7, high: 41, critHigh: 1000, decimals: 0 },
  ggt: { code: '2324-2', display: 'Gamma-glutamyltransférase', ucum: 'U/L', unit: 'U/L', m: [8, 60], f: [5, 40], decimals: 0 },
  alp: { code: '6768-6', display: 'Phosphatase alcaline', ucum: 'U/L', unit: 'U/L', low: 40, high: 130, decimals: 0 },
  bilirubin: { code: '14631-6', display: 'Bilirubine totale', ucum: 'umol/L', unit: 'µmol/L', low: 3, high: 21, critHigh: 250, decimals: 0 },
  albumin: { code: '1751-7', display: 'Albumine', ucum: 'g/L', unit: 'g/L', low: 35, high: 52, decimals: 0 },
  cholesterol: { code: '14647-2', display: 'Cholestérol total', ucum: 'mmol/L', unit: 'mmol/L', high: 5.2, decimals: 1 },
  ldl: { code: '22748-8', display: 'Cholestérol LDL', ucum: 'mmol/L', unit: 'mmol/L', high: 3, decimals: 1 },
  hdl: { code: '14646-4', display: 'Cholestérol HDL', ucum: 'mmol/L', unit: 'mmol/L', low: 1, decimals: 1 },
  triglycerides: { code: '14927-8', display: 'Triglycérides', ucum: 'mmol/L', unit: 'mmol/L', high: 1.7, decimals: 1 },
  tsh: { code: '3016-3', display: 'TSH', ucum: 'm[IU]/L', unit: 'mUI/L', low: 0.4, high: 4, decimals: 2 },
  ferritin: { code: '2276-4', display: 'Ferritine', ucum: 'ug/L', unit: 'µg/L', m: [30, 400], f: [15, 150], decimals: 0 },
  urineAcr: { code: '14959-1', display: 'Albuminurie/créatininurie', ucum: 'mg/g', unit: 'mg/g', high: 30, decimals: 0 },
  pth: { code: '2731-8', display: 'Parathormone intacte', ucum: 'pg/mL', unit: 'pg/mL', low: 15, high: 65, decimals: 0 },
  vitaminD: { code: '1989-3', display: '25-hydroxyvitamine D', ucum: 'ug/L', unit: 'µg/L', low: 30, high: 60, decimals: 0 },
  ph: { code: '2744-1', display: 'pH artériel', ucum: '[pH]', unit: '', low: 7.38, high: 7.42, critLow: 7.2, critHigh: 7.6, decimals: 2 },
  pco2: { code: '2019-8', display: 'PaCO₂', ucum: 'mm[Hg]', unit: 'mmHg', low: 36, high: 44, critHigh: 70, decimals: 0 },
  po2: { code: '2703-7', display: 'PaO₂', ucum: 'mm[Hg]', unit: 'mmHg', low: 80, high: 100, critLow: 40, decimals: 0 },
  cea: { code: '2039-6', display: 'Antigène carcino-embryonnaire', ucum: 'ug/L', unit: 'µg/L', high: 5, decimals: 1 },
  ca153: { code: '6875-9', display: 'CA 15-3', ucum: 'U/mL', unit: 'U/mL', high: 25, decimals: 1 },
  psa: { code: '2857-1', display: 'PSA total', ucum: 'ug/L', unit: 'µg/L', high: 4, decimals: 2 },
  hcg: { code: '21198-7', display: 'Bêta-hCG', ucum: '[IU]/L', unit: 'UI/L', high: 5, decimals: 0 },
  cd4: { code: '24467-3', display: 'Lymphocytes CD4', ucum: '/uL', unit: '/µL', low: 500, high: 1500, decimals: 0 },
} as const satisfies Record<string, LabTest>;

export type LabKey = keyof typeof labs;

/** Panels as they are ordered; the LOINC code is that of the panel where there is one. */
export const panels = {
  ionogram: { code: '51990-0', display: 'Ionogramme sanguin et fonction rénale', tests: ['sodium', 'potassium', 'chloride', 'bicarbonate', 'urea', 'creatinine', 'egfr'] },
  bloodCount: { code: '58410-2', display: 'Numération formule sanguine', tests: ['hemoglobin', 'hematocrit', 'redCells', 'mcv', 'whiteCells', 'neutrophils', 'lymphocytes', 'eosinophils', 'platelets'] },
  lipids: { code: '57698-3', display: 'Bilan lipidique', tests: ['cholesterol', 'ldl', 'hdl', 'triglycerides'] },
  liver: { code: '24325-3', display: 'Bilan hépatique', tests: ['ast', 'alt', 'ggt', 'alp', 'bilirubin', 'albumin'] },
  bloodGas: { code: '24336-0', display: 'Gaz du sang artériel', tests: ['ph', 'pco2', 'po2', 'lactate'] },
  mineral: { code: null, display: 'Bilan phosphocalcique', tests: ['calcium', 'phosphate', 'magnesium', 'vitaminD', 'pth'] },
  diabetes: { code: '55399-0', display: 'Suivi du diabète', tests: ['fastingGlucose', 'hba1c', 'urineAcr'] },
  inflammation: { code: null, display: 'Marqueurs de l’inflammation', tests: ['crp', 'procalcitonin'] },
  clotting: { code: '34528-0', display: 'Hémostase', tests: ['inr', 'prothrombin'] },
  heart: { code: null, display: 'Marqueurs cardiaques', tests: ['ntProBnp', 'troponin'] },
} as const satisfies Record<string, { code: string | null; display: string; tests: readonly LabKey[] }>;

export type PanelKey = keyof typeof panels;
