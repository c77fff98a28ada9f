import { folded } from '@keneyapp/clinical';

const joining = new Set(['de', 'd', 'du', 'des', 'la', 'le', 'les', 'l', 'et', 'a', 'en', 'of', 'and']);
/** What a name says of the salt or the water of a substance, not of the substance. */
const salts = new Set(
  `acetate anhydre axetil base benzoate besilate bitartrate bromhydrate bromure calcique chlorhydrate chlorure citrate
  dichlorhydrate dihydrate dihydrogenophosphate dipropionate dipotassique disodique etexilate fumarate furoate gluconate hemifumarate
  hemihydrate hexahydrate hydrate hydrogenosulfate hydrogenotartrate iodure lactate magnesien maleate malate medoxomil mesilate
  mononitrate monohydrate monosodique nitrate oxalate palmitate pamoate pegol phosphate potassique propionate racemique
  sesquihydrate sodique sodium succinate sulfate tartrate tetrahydrate tosilate trihydrate trihydratee tromethamine valerate`.split(
    /\s+/,
  ),
);

const wordsOf = (name: string): string[] =>
  folded(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !joining.has(word));

/** The same for `ACIDE VALPROÏQUE` and `valproïque (acide)`: words without accents, in one order. */
export const substanceKey = (name: string): string => wordsOf(name).sort().join(' ');

/** Without its salt: `CHLORHYDRATE DE MÉTOPROLOL` is `metoprolol`. The salt alone (`chlorure de sodium`) stays. */
export function baseKey(name: string): string {
  const words = wordsOf(name);
  const rest = words.filter((word) => !salts.has(word));
  return (rest.length > 0 ? rest : words).sort().join(' ');
}

/** The acid that a salt is of, as French names them: `valproate de sodium` is of `acide valproïque`. Null for what is no such salt. */
export function acidKey(name: string): string | null {
  const [, stem] = /^([a-z]{4,})ate$/.exec(baseKey(name)) ?? [];
  return stem === undefined ? null : substanceKey(`acide ${stem}ique`);
}
