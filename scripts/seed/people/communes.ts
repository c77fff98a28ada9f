/** Communes (INSEE, post code) and countries (99…) where people are born or live. */
export interface Commune {
  insee: string;
  name: string;
  postal?: string;
  country?: string;
}
const c = (insee: string, name: string, postal: string): Commune => ({ insee, name, postal });

export const communes: readonly Commune[] = [
  c('37261', 'Tours', '37000'),
  c('37261', 'Tours', '37100'),
  c('37122', 'Joué-lès-Tours', '37300'),
  c('37214', 'Saint-Cyr-sur-Loire', '37540'),
  c('37233', 'Saint-Pierre-des-Corps', '37700'),
  c('37050', 'Chambray-lès-Tours', '37170'),
  c('37003', 'Amboise', '37400'),
  c('37132', 'Loches', '37600'),
  c('41018', 'Blois', '41000'),
  c('49007', 'Angers', '49000'),
  c('45234', 'Orléans', '45000'),
  c('72181', 'Le Mans', '72000'),
  c('86194', 'Poitiers', '86000'),
  c('44109', 'Nantes', '44000'),
  c('75114', 'Paris 14e Arrondissement', '75014'),
  c('69383', 'Lyon 3e Arrondissement', '69003'),
  c('13208', 'Marseille 8e Arrondissement', '13008'),
  c('31555', 'Toulouse', '31000'),
  c('33063', 'Bordeaux', '33000'),
  c('59350', 'Lille', '59000'),
  c('67482', 'Strasbourg', '67000'),
  c('35238', 'Rennes', '35000'),
  c('29019', 'Brest', '29200'),
  c('38185', 'Grenoble', '38000'),
  c('21231', 'Dijon', '21000'),
  c('63113', 'Clermont-Ferrand', '63000'),
  c('87085', 'Limoges', '87000'),
  c('80021', 'Amiens', '80000'),
  c('66136', 'Perpignan', '66000'),
  c('57463', 'Metz', '57000'),
  c('25056', 'Besançon', '25000'),
  c('76540', 'Rouen', '76000'),
  c('14118', 'Caen', '14000'),
  c('54395', 'Nancy', '54000'),
  c('42218', 'Saint-Étienne', '42000'),
  c('06088', 'Nice', '06000'),
  c('34172', 'Montpellier', '34000'),
  c('2A004', 'Ajaccio', '20000'),
  c('2B033', 'Bastia', '20200'),
  c('97105', 'Basse-Terre', '97100'),
  c('97209', 'Fort-de-France', '97200'),
  c('97411', 'Saint-Denis', '97400'),
];
/** Where the hospital's patients live. */
export const homes = communes.slice(0, 9);

export const countries: readonly Commune[] = [
  { insee: '99350', name: 'Casablanca', country: 'MAR' },
  { insee: '99352', name: 'Oran', country: 'DZA' },
  { insee: '99139', name: 'Braga', country: 'PRT' },
  { insee: '99122', name: 'Łódź', country: 'POL' },
  { insee: '99101', name: 'Ålborg', country: 'DNK' },
  { insee: '99243', name: 'Hué', country: 'VNM' },
  { insee: '99341', name: 'Thiès', country: 'SEN' },
  { insee: '99127', name: 'Torino', country: 'ITA' },
];

export const streets: readonly string[] = [
  'rue des Lilas',
  'rue Victor-Hugo',
  'avenue de Grammont',
  'rue Colbert',
  'place Plumereau',
  'boulevard Béranger',
  'rue Nationale',
  'allée des Tilleuls',
  'rue du Général-de-Gaulle',
  'impasse du Moulin',
  'chemin de la Loire',
  'rue Jules-Ferry',
  'quai Paul-Bert',
  'rue de l’Église',
  'avenue Maginot',
];
