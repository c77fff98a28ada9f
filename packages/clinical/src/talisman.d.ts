/** The parts of talisman used here; the package ships no types. */
declare module 'talisman/phonetics/french/phonetic.js' {
  /** Empty for a word of which nothing is said. */
  export default function phonetic(word: string): string;
}
declare module 'talisman/phonetics/french/fonem.js' {
  export default function fonem(word: string): string;
}
declare module 'talisman/metrics/jaro-winkler.js' {
  /** Between 0 (nothing in common) and 1 (equal). */
  export default function jaroWinkler(a: string, b: string): number;
}
