import { pathToFileURL } from 'node:url';
import { connect, readSettings, type Connection } from '../wire/connection.ts';
import { postBundle, put } from '../wire/fhir.ts';
import type { Patient } from '@medplum/fhirtypes';
import { makePerson, patientResource } from './people/person.ts';
import { Random } from './random.ts';

/** Frequent French names first: drawn with a falling probability, so that homonyms happen as often as in a hospital. */
const families =
  'Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux David Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Lefèvre Faure André Mercier Blanc Guérin Boyer Garnier Chevalier François Legrand Gauthier Garcia Perrin Robin Clément Morin Nicolas Henry Roussel Mathieu Gautier Masson Marchand Duval Denis Dumont Marie Lemaire Noël Meyer Dufour Meunier Brun Blanchard Giraud Joly Rivière Lucas Brunet Gaillard Barbier Arnaud Martinez Gérard Roche Renard Schmitt Roy Leroux Colin Vidal Caron Picard Roger Fabre Aubert Lemoine Renaud Dumas Lacroix Olivier Philippe Bourgeois Pierre Benoit Rey Leclerc Payet Rolland Leclercq Guillaume Lecomte Lopez Jean Dupuy Guillot Hubert Berger Carpentier Sanchez Dupuis Moulin Louis Deschamps Huet Vasseur Perez Boucher Fleury Royer Klein Jacquet Adam Paris Poirier Marty Aubry Guyot Carré Charles Renault Charpentier Ménard Maillard Baron Bertin Bailly Hervé Schneider Fernandez Collet Léger Bouvier Julien Prévost Millet Perrot Daniel Cousin Germain Breton Besson Langlois Rémy Le_Gall Pelletier Lévêque Perrier Leblanc Barré Lebrun Marchal Weber Mallet Hamon Boulanger Jacob Monnier Michaud Rodriguez Guichard Gillet Étienne Grondin Poulain Tessier Chevallier Collin Chauvin Da_Silva Bouchet Gay Lemaître Bénard Maréchal Humbert Reynaud Antoine Hoarau Perret Barthélemy Cordier Pichon Lejeune Gilbert Lamy Delaunay Pasquier Carlier Laporte N’Diaye Nguyen El_Idrissi Benali Diallo Traoré Haddad Cohen Ferreira Santos Kaya Nowak O’Connor d’Almeida de_La_Fontaine Saint-Martin Le_Bihan Müller'
    .split(' ')
    .map((n) => n.replaceAll('_', ' '));
const women =
  'Marie Jeanne Françoise Monique Catherine Nathalie Isabelle Jacqueline Sylvie Anne Martine Nicole Christine Christiane Valérie Sandrine Stéphanie Véronique Sophie Céline Chantal Julie Patricia Brigitte Laurence Aurélie Émilie Camille Léa Emma Chloé Manon Inès Sarah Zoé Hélène Élodie Fatima Aïcha Anne-Marie Marie-Claude Anaïs Jade Louise Alice Lina Rose Mila'.split(
    ' ',
  );
const men =
  'Jean Pierre Michel André Philippe Alain Bernard Jacques Daniel Christophe Nicolas Patrick Frédéric David Laurent Éric Sébastien Stéphane Julien Olivier Thierry Christian Gérard Pascal Guillaume Alexandre Thomas Antoine Maxime Lucas Hugo Louis Gabriel Raphaël Arthur Mohamed Karim Mehdi Jean-Pierre Jean-Claude François-Xavier Noé Gaël Loïc Théo Adam'.split(
    ' ',
  );

const skewed = <T>(list: readonly T[], r: Random): T =>
  list[Math.floor(list.length * r.next() ** 1.7)] ?? list[0] ?? r.pick(list);

/** Patient number `n` of the crowd: the same on every run. Ids `foule-00001`…, IPP `9…`. */
export function crowdPatient(n: number): Patient & { id: string } {
  const r = new Random(`crowd ${n}`),
    female = r.chance(0.52),
    names = female ? women : men,
    family = r.chance(0.04) ? `${skewed(families, r)}-${skewed(families, r)}` : skewed(families, r);
  const age = Math.min(99, Math.floor(Math.abs(r.normal() * 26 + 48))),
    given = [
      skewed(names, r),
      ...(r.chance(0.7) ? [skewed(names, r)] : []),
      ...(r.chance(0.3) ? [skewed(names, r)] : []),
    ];
  const birthDate = `${2025 - age}-${String(r.int(1, 12)).padStart(2, '0')}-${String(r.int(1, 28)).padStart(2, '0')}`,
    married = female && age > 25 && r.chance(0.5);
  const person = makePerson(
    {
      id: `foule-${String(n).padStart(5, '0')}`,
      ipp: `9${String(n * 13 + 100_000).padStart(8, '0')}`,
      family,
      given,
      sex: female ? 'female' : 'male',
      birthDate,
      ...(married ? { usedFamily: skewed(families, r) } : {}),
    },
    r,
  );
  return patientResource(person) as Patient & { id: string };
}

/** Loads `count` patients; two requests are on their way at a time. Answers the seconds it took. */
export async function loadCrowd(
  c: Connection,
  count: number,
  progress: (loaded: number) => void = () => undefined,
): Promise<number> {
  const started = Date.now(),
    size = 500;
  let next = 1,
    loaded = 0;
  await Promise.all(
    [0, 1].map(async () => {
      while (next <= count) {
        const from = next,
          to = Math.min(count, from + size - 1);
        next = to + 1;
        await postBundle(
          c,
          'transaction',
          Array.from({ length: to - from + 1 }, (_, i) => put(crowdPatient(from + i))),
        );
        progress((loaded += to - from + 1));
      }
    }),
  );
  return (Date.now() - started) / 1000;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const count = Number(process.argv[2] ?? 10_000);
    const seconds = await loadCrowd(connect(readSettings(process.env)), count, (n) => {
      if (n % 1000 === 0) console.log(`crowd: ${n}/${count}`);
    });
    console.log(`crowd: ${count} patients in ${seconds.toFixed(1)} s`);
  } catch (error) {
    console.error(`crowd: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
