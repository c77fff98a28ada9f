import { differingTraits, isUnknownPlace, type StrictTraits, type TraitField } from '@keneyapp/clinical';

/** In which traits somebody whom INSi knows is another than who was asked about. What nobody had said is no difference. */
export function differencesOf(asked: StrictTraits, known: StrictTraits): TraitField[] {
  return differingTraits(asked, known).filter((field) => {
    if (field === 'givenNames') return asked.givenNames.length > 0;
    if (field === 'birthPlace')
      return !isUnknownPlace(asked.birthPlace.code) && !isUnknownPlace(known.birthPlace.code);
    return true;
  });
}

/** The traits, with what nobody had said from the answer. */
export function completedBy(asked: StrictTraits, known: StrictTraits): StrictTraits {
  return {
    ...asked,
    givenNames: asked.givenNames.length > 0 ? asked.givenNames : known.givenNames,
    birthPlace: isUnknownPlace(asked.birthPlace.code) ? known.birthPlace : asked.birthPlace,
  };
}
