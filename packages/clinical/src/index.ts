/** Pure clinical rules. Every function names its source; none reads a clock, a network or a file. */
export {
  age,
  ageInDays,
  ageInMonths,
  ageInYears,
  civilDateAt,
  isIsoDay,
  daysInMonth,
  formatIsoDate,
  isRealDate,
  parseIsoDate,
  type Age,
  type AgeUnit,
  type CivilDate,
} from './age.ts';
export { fold, folded, foldedWords } from './fold.ts';
export { hospitalZone } from './zone.ts';
export { isNoSuchDate, parseTypedDate, type TypedDate } from './typed-date.ts';
export { parseTypedTime } from './typed-time.ts';
export { parseTypedNumber, roundTo } from './typed-number.ts';
export { parseUdi, type Udi } from './udi.ts';
export {
  checkIns,
  compactIns,
  formatIns,
  insKey,
  insSystems,
  parseIns,
  type InsCheck,
  type InsParts,
} from './ins.ts';
export { hasLuhnKey, isRpps, luhnKey, nationalProfessionalSystem, rppsSystem } from './rpps.ts';
export { bmiClass, bodyMassIndex, type BmiClass } from './bmi.ts';
export {
  ckdStage,
  creatinineClearance,
  creatinineMgDl,
  egfrCkdEpi2021,
  egfrSchwartz,
  type CkdStage,
} from './egfr.ts';
export {
  news2,
  news2Parameters,
  news2Risk,
  type Consciousness,
  type News2Input,
  type News2Parameter,
  type News2Result,
  type News2Risk,
  type News2Scores,
  type News2Subject,
} from './news2.ts';
export { news2LateAt, news2Monitoring, type News2Monitoring } from './news2-monitoring.ts';
export { nearHomonyms, type NamesAlike } from './near-homonyms.ts';
export {
  effectiveRange,
  interpret,
  interpretationCodes,
  interpretationFromCode,
  type Comparator,
  type Interpretation,
  type ReferenceRange,
} from './reference-range.ts';
export { convertCommon, convertUnit, isUcumUnit, normaliseUnit, ucumSystem } from './units.ts';
export { printUnit, unitWords, type Language } from './print-unit.ts';
export { panelRank, testRank, type NamedTest } from './test-order.ts';
export { freshForDays, type Aging } from './freshness.ts';
export {
  alternativeCodes,
  news2Codes,
  vitalCodes,
  vitalDefinitions,
  vitalSigns,
  type VitalDefinition,
  type VitalSign,
} from './vital-signs.ts';
export { saturationScale2, vitalRanges, type AgeBand, type VitalRanges } from './vital-ranges.ts';
export {
  assessVital,
  impossiblePair,
  isCritical,
  levelIn,
  possibleRange,
  vitalBand,
  type PairProblem,
  type VitalAssessment,
  type VitalSubject,
} from './vital-assessment.ts';
export { fileName, type FilePatient } from './file-name.ts';
export {
  comparableIdentity,
  type ComparableIdentity,
  type IdentityTraits,
} from './identity-matching/identity.ts';
export { blockingKeys } from './identity-matching/blocking-keys.ts';
export { countNameShares, type NameShares } from './identity-matching/name-shares.ts';
export {
  matchIdentities,
  type HeldBack,
  type IdentityMatch,
  type MatchClass,
} from './identity-matching/score.ts';
export {
  birthDateOf,
  birthDateProblem,
  mayStandForUnknown,
  readBirthDate,
  unsaidBirthDate,
  type BirthDate,
  type BirthDateProblem,
  type ReadBirthDate,
} from './identity-rules/birth-date.ts';
export {
  checkTraits,
  differingTraits,
  isPlaceCode,
  isUndeclaredGivenName,
  isUnknownPlace,
  lackingForInsi,
  longestName,
  spellRniv,
  spellTraits,
  undeclaredGivenName,
  unknownPlaceCode,
  type StrictTraits,
  type TraitField,
  type TraitProblem,
} from './identity-rules/strict-traits.ts';
export { insAgainstTraits, type InsDifference } from './identity-rules/ins-against-traits.ts';
export {
  buildDatamatrix,
  readDatamatrix,
  type DatamatrixField,
  type DatamatrixProblem,
  type InsDatamatrix,
  type ReadDatamatrix,
} from './identity-rules/datamatrix.ts';
export {
  documentOfCode,
  identityAttributes,
  identityDocuments,
  identityStatuses,
  mayAskInsi,
  mayUseIns,
  newIdentity,
  nextIdentityState,
  type DocumentHolder,
  type IdentityAttribute,
  type IdentityDocument,
  type IdentityEvent,
  type IdentityRefusal,
  type IdentityState,
  type IdentityStatus,
  type IdentityTransition,
} from './identity-rules/identity-status.ts';
