import { foldedWords } from './fold.ts';

/**
 * The order laboratory results are read in: what may kill within hours first (electrolytes, kidney, blood, clotting), then
 * inflammation and organs, then what is followed over months, then serology and microbiology. No publication sets it: it
 * is that of the ward's cumulative sheet, and of the request this page was made for; change it here. Tests of a family
 * stand in the order they are dictated in. What is in no family follows by name; nothing is left out.
 */
interface Family {
  /** LOINC codes of the panels. */
  panels: readonly string[];
  /** LOINC codes of its tests, in order. */
  tests: readonly string[];
  /** Beginnings of words in the name of a panel, French and English, without accents. */
  words: readonly string[];
}

export const families = {
  electrolytes: {
    panels: ['51990-0', '24326-1', '24323-8', '24362-6', '55231-5', '24321-2', '70219-1', '89044-2'],
    tests: [
      ...['2951-2', '2947-0', '2823-3', '6298-4', '2075-0', '2069-3', '1963-8', '2028-9', '20565-8'],
      ...['22664-7', '3091-6', '6299-2', '3094-0', '14682-9', '2160-0', '38483-4'],
      ...['62238-1', '98979-8', '33914-3', '50210-4', '2000-8', '17861-6', '49765-1', '14879-1', '2777-1'],
      ...['2601-3', '19123-9', '2885-2', '14933-6', '3084-1'],
    ],
    words: ['ionogramme', 'electrolyt', 'renal', 'renale', 'uree', 'creatinin', 'metabolic', 'kidney'],
  },
  bloodCount: {
    panels: ['58410-2', '57021-8', '57782-5', '24317-0'],
    tests: [
      ...['718-7', '4544-3', '20570-8', '789-8', '787-2', '785-6', '786-4', '788-0', '21000-5'],
      ...['6690-2', '751-8', '731-0', '742-7', '711-2', '704-7', '777-3', '32207-3', '32623-1'],
    ],
    words: ['numeration', 'nfs', 'hemogramme', 'hemogram', 'blood count', 'cbc'],
  },
  clotting: {
    panels: ['34528-0', '38875-1', '24373-3'],
    tests: ['5894-1', '5902-2', '6301-6', '34714-6', '14979-9', '3173-2', '3255-7', '48065-7', '74217-8'],
    words: ['hemostase', 'coagulation', 'clotting'],
  },
  inflammation: {
    panels: [],
    tests: ['1988-5', '30522-7', '33959-8', '75241-0', '30341-2', '4537-7'],
    words: ['inflammat', 'crp', 'procalcitonin'],
  },
  liver: {
    panels: ['24325-3'],
    tests: [
      ...['1920-8', '1742-6', '2324-2', '6768-6', '14631-6', '1975-2', '14629-0', '1968-7', '1751-7'],
      ...['10834-0', '3040-3'],
    ],
    words: ['hepatique', 'foie', 'liver', 'hepatic'],
  },
  heart: {
    panels: ['55405-5'],
    tests: ['67151-1', '6598-7', '89579-7', '10839-9', '33762-6', '42637-9', '30934-4', '2157-6'],
    words: ['cardiaque', 'cardiac', 'coeur', 'heart', 'troponin'],
  },
  bloodGas: {
    panels: ['24336-0', '24338-6', '24337-8'],
    tests: [
      ...['2744-1', '2746-6', '2019-8', '2021-4', '2703-7', '2705-2', '1960-4', '1959-6', '2708-6'],
      ...['2524-7', '2518-9', '32693-4'],
    ],
    words: ['gaz du sang', 'gaz', 'gazometrie', 'blood gas'],
  },
  diabetes: {
    panels: ['55399-0'],
    tests: ['14749-6', '2345-7', '2339-0', '14771-0', '1558-6', '4548-4', '59261-8', '14959-1', '9318-7'],
    words: ['diabete', 'glycemi', 'glucose', 'hba1c', 'diabetes'],
  },
  lipids: {
    panels: ['57698-3', '24331-1', '100898-6'],
    tests: [
      ...['14647-2', '2093-3', '22748-8', '13457-7', '18262-6', '2089-1', '14646-4', '2085-9', '14927-8'],
      '2571-8',
    ],
    words: ['lipid', 'cholesterol'],
  },
  thyroid: {
    panels: ['24348-5', '55204-2'],
    tests: ['3016-3', '11580-8', '14920-3', '3024-7', '14928-6', '3051-0'],
    words: ['thyroid', 'tsh'],
  },
  microbiology: {
    panels: ['24364-2', '20416-4', '87961-9'],
    tests: ['600-7', '630-4', '5196-1', '16128-1', '56888-1', '20507-0', '94500-6', '5767-9'],
    words: [
      ...['serolog', 'bacterio', 'microbio', 'virolog', 'hemoculture', 'culture', 'ecbu'],
      ...['antibiogramme', 'parasito', 'mycolog'],
    ],
  },
} as const satisfies Record<string, Family>;

/** A name with its codes, as a laboratory gave them. */
export interface NamedTest {
  text: string | null;
  codes: readonly { code: string }[];
}

const ranks = new Map<string, { family: number; place: number }>();
Object.values(families).forEach(({ panels, tests }: Family, family) => {
  panels.forEach((code) => ranks.set(code, { family, place: 0 }));
  tests.forEach((code, place) => ranks.set(code, { family, place }));
});
const last = Number.MAX_SAFE_INTEGER;

/** Family and place of a test; what is in no family comes last. */
export function testRank({ codes }: NamedTest): { family: number; place: number } {
  for (const { code } of codes) {
    const found = ranks.get(code);
    if (found) return found;
  }
  return { family: last, place: last };
}

/** Place of a panel among the others: by its code, else by its name, else by what most of its tests belong to. */
export function panelRank(panel: NamedTest | null, tests: readonly NamedTest[]): number {
  const coded = panel ? testRank(panel).family : last;
  if (coded !== last) return coded;
  const name = ` ${foldedWords(panel?.text ?? '')}`;
  const named = Object.values(families).findIndex(({ words }: Family) =>
    words.some((word) => name.includes(` ${word}`)),
  );
  if (named >= 0) return named;
  const counts = new Map<number, number>();
  for (const test of tests) {
    const { family } = testRank(test);
    counts.set(family, (counts.get(family) ?? 0) + 1);
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return most?.[0] ?? last;
}
