// apart from their reader: forms need the lists alone, in the browser

/** What is asked of how somebody lives, and its answers; "unknown" was asked and not answered. */
export const answersOf = {
  tobacco: ['daily', 'some-days', 'former', 'never', 'unknown'],
  alcohol: ['regular', 'occasional', 'former', 'never', 'unknown'],
  substances: ['current', 'former', 'never', 'unknown'],
  pregnancy: ['yes', 'no', 'possible', 'unknown'],
  breastfeeding: ['yes', 'no'],
} as const;
export type HabitKind = keyof typeof answersOf;
export type HabitAnswer = (typeof answersOf)[HabitKind][number];
export const habitKinds = Object.keys(answersOf) as [HabitKind, ...HabitKind[]];
export const habitAnswers = [...new Set(Object.values(answersOf).flat())] as [HabitAnswer, ...HabitAnswer[]];

export const isAnswerOf = (kind: HabitKind, answer: string): boolean =>
  (answersOf[kind] as readonly string[]).includes(answer);

/** What is said beyond an answer: a day of quitting, an amount. */
export type HabitDetail = 'perDay' | 'packYears' | 'perWeek' | 'which' | 'stopped' | 'due';

const details: Partial<Record<HabitKind, Partial<Record<HabitAnswer, readonly HabitDetail[]>>>> = {
  tobacco: { daily: ['perDay', 'packYears'], 'some-days': ['packYears'], former: ['packYears', 'stopped'] },
  alcohol: { regular: ['perWeek'], occasional: ['perWeek'], former: ['stopped'] },
  substances: { current: ['which'], former: ['which', 'stopped'] },
  pregnancy: { yes: ['due'] },
};
export const detailsOf = (kind: HabitKind | '', answer: HabitAnswer | ''): readonly HabitDetail[] =>
  (kind && answer && details[kind]?.[answer]) || [];
