import { foldedWords, isPlaceCode } from '@keneyapp/clinical';
import { systems } from '@keneyapp/fhir-model/systems';
import type { Services } from '../../context.ts';
import { countries } from '../../identities/countries.ts';
import type { PlacesView } from './view.ts';

const most = 20;

/** Communes and countries of these words or this code, as somebody types a place of birth. */
export async function placesOf(
  terminology: Pick<Services['terminology'], 'findIn' | 'releaseStateOf'>,
  typed: string,
): Promise<PlacesView> {
  const text = foldedWords(typed);
  const communesAre = terminology.releaseStateOf(systems.communes);
  if (text === '') return { places: [], communesAre };
  const isLoaded = communesAre === 'whole' || communesAre === 'sample';
  // a list that is away is said, and is no reason not to register somebody
  const found = isLoaded ? await terminology.findIn(systems.communes, typed).catch(() => []) : [];
  const communes = found
    .filter(({ code }) => isPlaceCode(code))
    .map(({ code, display }) => ({ code, name: display }));
  const abroad = countries.filter(
    ({ code, name }) => code.startsWith(text) || ` ${foldedWords(name)}`.includes(` ${text}`),
  );
  return { places: [...abroad, ...communes].slice(0, most), communesAre };
}
