import { insKey } from '../../packages/clinical/src/index.ts';
import type { Random } from '../seed/random.ts';

/** A person as they are, before anybody writes them down. */
export interface TruePerson {
  birthName: string;
  usedName?: string | undefined;
  givenNames: string[];
  birthDate: string;
  sex: 'male' | 'female';
  birthplace: string;
  ins: string;
  telephones: string[];
}

const words = (text: string): string[] => text.split(' ').map((word) => word.replaceAll('_', ' '));

/** The commonest family names of France, in falling order (INSEE, fichier des noms). */
const common = words(
  'Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux David Bertrand ' +
    'Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Lefèvre Faure André Mercier Blanc Guérin Boyer ' +
    'Garnier Chevalier François Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas Henry Roussel Mathieu Gautier Masson ' +
    'Marchand Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun Blanchard Giraud Joly Rivière Lucas Brunet Gaillard ' +
    'Barbier Arnaud Martinez Gérard Roche Renard Schmitt Roy Leroux Colin Vidal Caron Picard Roger Fabre Aubert Lemoine Renaud ' +
    'Dumas Lacroix Olivier Philippe Bourgeois Pierre Benoît Rey Leclerc Payet Rolland Leclercq Guillaume Lecomte Lopez Jean Dupuy ' +
    'Guillot Hubert Berger Carpentier Sanchez Dupuis Moulin Louis Deschamps Huet Vasseur Perez Boucher Fleury Royer Klein Jacquet',
);
const withParticle = words(
  'de_La_Tour d’Artagnan Le_Goff Le_Bihan Le_Gall du_Plessis de_La_Fontaine d’Almeida van_der_Berg van_Damme von_Braun Ben_Ali ' +
    'Ben_Saïd El_Idrissi El_Amrani Da_Silva Dos_Santos de_Oliveira O’Connor N’Diaye N’Guessan Le_Roux La_Rocca Saint-Martin ' +
    'Saint-Aubin Sainte-Marie de_Saint-Exupéry L’Hermite Des_Forges',
);
const fromElsewhere = words(
  'Nguyen Tran Diallo Traoré Ouédraogo Coulibaly Benali Haddad Bouzid Cherif Cohen Lévy Ferreira Pereira Kaya Yilmaz Nowak ' +
    'Kowalski Schneider Weber Müller Rossi Ricci Fernandez Rodriguez Gonzalez Bouaziz Hamidou Konaté Sissoko Œhler Ægerter',
);
/** Most family names are rare: made of what French ones are made of. */
const beginnings = words(
  'Bou Cha Dela Gran Ver Mont Beau Cler Four Gail Har Jou Lar Mal Nor Per Quin Rav Sau Tour Val Vil Bel Bon Cour Cam Des Fau ' +
    'Gar Gau Gi Guil Haut Jac Lan Leb Mar Mou Pas Pel Poi Pré Ren Rib Rous San Ser Tar Thi Ti Vau Ber Bri Bro Car Col Cou Dau',
);
const middles = words(
  '_ _ _ bar che den fe ge lai lan mar ne ra rel ri san ta te ti vel vi zan ber din ger lou',
);
const endings = words(
  'ard aud ault eau eaux el et ette ier ière in on ot oux y ais ain ancourt bert court dier geois lier mont nard neau pin rand ' +
    'reau roy sard sin son teau thier tier ville vin zac',
);

const women = words(
  'Marie Jeanne Françoise Monique Catherine Nathalie Isabelle Jacqueline Sylvie Anne Martine Nicole Christine Christiane Valérie ' +
    'Sandrine Stéphanie Véronique Sophie Céline Chantal Julie Patricia Brigitte Laurence Aurélie Émilie Camille Léa Emma Chloé ' +
    'Manon Inès Sarah Zoé Hélène Élodie Fatima Aïcha Anne-Marie Marie-Claude Marie-Thérèse Anaïs Jade Louise Alice Lina Rose Mila ' +
    'Denise Madeleine Yvette Suzanne Odette Paulette Simone Ginette Thérèse Colette Danielle Josiane Mireille Agnès Delphine ' +
    'Virginie Karine Laetitia Audrey Marion Pauline Mathilde Lucie Clara Juliette Eva Ambre Khadija Mariam Aminata Maria',
);
const men = words(
  'Jean Pierre Michel André Philippe Alain Bernard Jacques Daniel Christophe Nicolas Patrick Frédéric David Laurent Éric ' +
    'Sébastien Stéphane Julien Olivier Thierry Christian Gérard Pascal Guillaume Alexandre Thomas Antoine Maxime Lucas Hugo Louis ' +
    'Gabriel Raphaël Arthur Mohamed Karim Mehdi Jean-Pierre Jean-Claude François-Xavier Noé Gaël Loïc Théo Adam René Roger Marcel ' +
    'Robert Henri Maurice Georges Claude Guy Serge Gilles Bruno Didier Franck Vincent Fabrice Cédric Benjamin Kévin Romain Florian ' +
    'Mathieu Matthieu Clément Quentin Valentin Enzo Nathan Ethan Jules Ibrahim Amadou Rachid Ahmed José Antonio Marc Luc Paul Jean-Luc Jean-Marc',
);
const places = words(
  '37261 37122 37214 37233 37050 37003 37132 41018 49007 45234 72181 86194 44109 75114 75112 75118 69383 69387 13208 31555 33063 ' +
    '59350 67482 35238 29019 38185 21231 63113 87085 80021 66136 57463 25056 76540 14118 54395 42218 06088 34172 2A004 2B033 97105 ' +
    '97209 97411 99350 99352 99139 99122 99243 99341 99127 99326',
);

const skewed = <T>(list: readonly T[], r: Random): T =>
  list[Math.floor(list.length * r.next() ** 1.9)] ?? r.pick(list);

function familyName(r: Random): string {
  const kind = r.next();
  if (kind < 0.28) return skewed(common, r);
  if (kind < 0.33) return r.pick(withParticle);
  if (kind < 0.42) return skewed(fromElsewhere, r);
  if (kind < 0.46) return `${simpleName(r)}${r.chance(0.7) ? '-' : ' '}${simpleName(r)}`;
  return rareName(r);
}

const simpleName = (r: Random): string => (r.chance(0.5) ? skewed(common, r) : rareName(r));
const rareName = (r: Random): string => `${r.pick(beginnings)}${r.pick(middles).trim()}${r.pick(endings)}`;

export const givenName = (sex: TruePerson['sex'], r: Random): string =>
  skewed(sex === 'female' ? women : men, r);

/** Half of a hospital's patients were born in its department. */
export const placeOf = (r: Random): string => (r.chance(0.5) ? r.pick(places.slice(0, 7)) : r.pick(places));

export const telephoneOf = (r: Random): string =>
  `0${r.pick(['6', '7', '2'])}${String(r.int(0, 99_999_999)).padStart(8, '0')}`;

export const dateIn = (year: number, r: Random): string =>
  `${year}-${String(r.int(1, 12)).padStart(2, '0')}-${String(r.int(1, 28)).padStart(2, '0')}`;

/** A number as INSEE gives it: sex, year and month of birth, place, place in the register. */
export function insOf(person: Pick<TruePerson, 'sex' | 'birthDate' | 'birthplace'>, r: Random): string {
  const [year = '', month = ''] = person.birthDate.split('-');
  const number = `${person.sex === 'male' ? 1 : 2}${year.slice(2)}${month}${person.birthplace}${String(r.int(1, 999)).padStart(3, '0')}`;
  return `${number}${insKey(number) ?? '00'}`;
}

/** Somebody; what is given is as given, the rest fits to it. */
export function truePerson(r: Random, given: Partial<TruePerson> = {}): TruePerson {
  const sex = given.sex ?? (r.chance(0.52) ? 'female' : 'male');
  const birthDate =
    given.birthDate ?? dateIn(2025 - Math.min(99, Math.floor(Math.abs(r.normal() * 26 + 48))), r);
  const birthplace = given.birthplace ?? placeOf(r);
  const isMarried = sex === 'female' ? Number(birthDate.slice(0, 4)) < 1998 && r.chance(0.5) : r.chance(0.02);
  const count = 1 + Number(r.chance(0.75)) + Number(r.chance(0.4));
  return {
    birthName: familyName(r),
    ...(isMarried ? { usedName: familyName(r) } : {}),
    givenNames: Array.from({ length: count }, () => givenName(sex, r)),
    telephones: [telephoneOf(r), ...(r.chance(0.3) ? [telephoneOf(r)] : [])],
    ins: insOf({ sex, birthDate, birthplace }, r),
    ...given,
    sex,
    birthDate,
    birthplace,
  };
}
