import type { MealTime, RegimenRoute, TimeUnit, Weekday } from '../prescribing/regimen.ts';

type Words<T> = readonly (readonly [T, string])[];

/** Words of units, folded, as sources of regular expressions; the longer before the shorter. */
export const measured: Words<string> = [
  ['ug', 'microgrammes?|mcg|µg|μg|ug|γ|gammas?'],
  ['mg', 'milligrammes?|mg'],
  ['ng', 'ng'],
  ['g', 'grammes?|g'],
  ['mL', 'millilitres?|ml'],
  ['L', 'litres?|l'],
  ['M[iU]', 'mui|millions? d.unites'],
  ['[iU]', 'ui|u\\.i\\.|unites?'],
  ['mmol', 'mmol'],
  ['meq', 'meq'],
  ['%', '%'],
];
export const countedUnits: Words<string> = [
  ['{comprimé}', 'comprimes?|cprs?|cps?|comp'],
  ['{gélule}', 'gelules?|gels?'],
  ['{goutte}', 'gouttes?|gttes?|gtts?'],
  ['{bouffée}', 'bouffees?|bouffs?|bouf'],
  ['{sachet}', 'sachets?|sach'],
  ['{ampoule}', 'ampoules?|amp'],
  ['{patch}', 'patchs?|patches|dispositifs? transdermiques?'],
  ['{suppositoire}', 'suppositoires?|suppos?'],
  ['{pulvérisation}', 'pulverisations?|pulv'],
  ['{inhalation}', 'inhalations?'],
  ['{cuillère à soupe}', 'cuilleres? a soupe|c\\.? ?a ?s|cas'],
  ['{cuillère à café}', 'cuilleres? a cafe|c\\.? ?a ?c|cac'],
  ['{flacon}', 'flacons?|fl'],
  ['{ovule}', 'ovules?'],
  ['{capsule}', 'capsules?'],
  ['{application}', 'applications?'],
  ['{dose}', 'doses?'],
  ['{culot}', 'culots?'],
  ['{poche}', 'poches?'],
  ['{seringue}', 'seringues?'],
  ['{stylo}', 'stylos?'],
  ['{lavement}', 'lavements?'],
  ['{prise}', 'prises?'],
];
export const timeUnits: Words<TimeUnit> = [
  ['min', 'minutes?|min|mn'],
  ['h', 'heures?|hrs?|h'],
  ['d', 'jours?|jrs?|j'],
  ['wk', 'semaines?|sem'],
  ['mo', 'mois'],
];

/** A route, and what is told besides where the word says more than FHIR's code. */
export const routes: Words<readonly [RegimenRoute, string]> = [
  [['oral', ''], 'per os|p\\.?o|voie orale|vo'],
  [['intravenous', 'IV lente'], 'ivl|iv lente?|iv lent'],
  [['intravenous', 'IV directe'], 'ivd|iv directe?'],
  [['intravenous', 'seringue électrique'], 'ivse|pse|sap|iv pse|iv se|seringue electrique'],
  [['intravenous', 'en continu'], 'ivc|iv continue?'],
  [['intravenous', ''], 'iv|i\\.v\\.?|intra-?veineu(?:x|se)'],
  [['intramuscular', ''], 'im|i\\.m\\.?|intra-?musculaire'],
  [['subcutaneous', ''], 'sc|s/c|s\\.c\\.?|sous[- ]cutanee?'],
  [['sublingual', ''], 'sl|sub-?linguale?|sous la langue'],
  [['buccal', ''], 'buccale?'],
  [['rectal', ''], 'ir|intra-?rectale?|rectale?|voie rectale'],
  [['vaginal', ''], 'vaginale?|intra-?vaginale?'],
  [['inhalation', ''], 'inh\\.?|inhalee?s?|en aerosol|aerosol|en nebulisation|nebulisation|nebulise'],
  [['nasal', ''], 'nasale?|intra-?nasale?'],
  [['ocular', 'œil droit'], "dans l'oeil droit|oeil droit"],
  [['ocular', 'œil gauche'], "dans l'oeil gauche|oeil gauche"],
  [['ocular', 'les deux yeux'], '(?:dans )?les (?:2|deux) yeux'],
  [['ocular', ''], 'ophtalmique|oculaire'],
  [['auricular', ''], 'auriculaire'],
  [['transdermal', ''], 'transdermique|td'],
  [['cutaneous', ''], 'cutanee?|topique|en application locale'],
  [['enteral-tube', ''], 'sng|par sonde|gastrostomie'],
  [['intrathecal', ''], 'intrathecale?'],
  [['intradermal', ''], 'intradermique'],
];

/** One moment each, however long its words are: `le soir au coucher` is not twice. */
export const moments: Words<MealTime> = [
  ['HS', '(?:le )?soir,? au coucher|au coucher(?: le soir)?|(?:le )?coucher'],
  ['ACM', 'avant le petit[- ]dej(?:euner)?'],
  ['ACD', 'avant le dej(?:euner)?'],
  ['ACV', 'avant le diner'],
  ['AC', 'avant (?:les|chaque) repas'],
  ['PC', 'apres (?:les|chaque) repas'],
  ['MORN', '(?:le |chaque |tous les )?matins?'],
  ['NOON', '(?:le |chaque |tous les )?midis?'],
  ['EVE', '(?:le |chaque |tous les )?soirs?'],
  ['NIGHT', '(?:la |chaque )?nuit'],
];
export const days: Words<Weekday> = [
  ['mon', 'lundis?|lun'],
  ['tue', 'mardis?|mar'],
  ['wed', 'mercredis?|mer'],
  ['thu', 'jeudis?|jeu'],
  ['fri', 'vendredis?|ven'],
  ['sat', 'samedis?|sam'],
  ['sun', 'dimanches?|dim'],
];

export const instructions =
  'a jeun|au (?:milieu|cours) d(?:u|es) repas|pendant les? repas|avec les repas|a distance des repas|avec un (?:grand )?verre d.eau|a dissoudre';

/** What a drug is given for "if needed": only these words are known; anything else stands in quotation marks. */
export const conditions =
  'douleurs?|dlrs?|fievre|hyperthermie|nausees?|vomissements?|insomnie|agitation|anxiete|angoisse|constipation|diarrhee|toux|dyspnee|gene respiratoire|sibilants?|bronchospasme|encombrement|crises?|convulsions?|cephalees?|migraine|prurit|demangeaisons?|spasmes?|reflux|brulures? (?:gastriques?|d.estomac)|hypotension|hypertension|hypoglycemie|hyperglycemie|allergie|urticaire|malaise|saignement|oedemes?|palpitations?|hoquet|retention|vertiges?|tremblements?|rales?';
export const conditionWords =
  'thoraciques?|abdominales?|lombaires?|intenses?|forte?s?|persistante?s?|importante?s?|moderee?s?|aigues?|majeure|nocturnes?|post-?operatoires?|dentaires?|epileptiques?|d.asthme|de migraine';

/** Which have another meaning somewhere (ISMP, list of error-prone abbreviations, 2021), and what to write. */
export const dangerousUnits: Readonly<Record<string, string>> = { u: 'UI', iu: 'UI', cc: 'mL', gr: 'g' };
export const dangerousWords: Readonly<Record<string, string>> = {
  qd: '1 fois par jour',
  qod: '1 jour sur 2',
  od: '',
  os: '',
  bid: '2 fois par jour',
  tid: '3 fois par jour',
  qid: '4 fois par jour',
  qds: '4 fois par jour',
  hs: 'au coucher',
  mso4: 'morphine',
  mgso4: 'sulfate de magnésium',
  ms: '',
};
export const numberWords: Readonly<Record<string, number>> = {
  un: 1,
  une: 1,
  deux: 2,
  trois: 3,
  quatre: 4,
  cinq: 5,
  six: 6,
  sept: 7,
  dix: 10,
};

export const anyOf = (words: Words<unknown>): string => words.map(([, source]) => source).join('|');
/** What a word stands for; the whole word has to fit. */
export function meaning<T>(words: Words<T>, word: string): T | null {
  for (const [value, source] of words) if (new RegExp(`^(?:${source})$`, 'u').test(word.trim())) return value;
  return null;
}
