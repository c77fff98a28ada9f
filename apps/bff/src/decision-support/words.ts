import type { Failure } from './client.ts';

export type Language = 'fr' | 'en';

/** What this application says itself; all else comes from the services, in the language they were asked in. */
export const words = {
  fr: {
    support: 'Aide à la décision',
    none: 'Aucun service d’aide à la décision n’est configuré.',
    noHook: 'Ce service ne vérifie pas les prescriptions.',
    partial: 'Données restreintes',
    partialDetail: 'Les données du dossier qui ne vous sont pas montrées n’ont pas été prises en compte.',
    unread: 'Dossier non lu en entier',
    unreadDetail: 'Des données du dossier n’ont pas pu être lues : elles n’ont pas été prises en compte.',
    unrecognised: 'Stupéfiants et durées maximales',
    unrecognisedDetail:
      'Sans code ATC, on ne sait pas si ces médicaments sont des stupéfiants ni combien de temps ils se prescrivent.',
    notCovered: 'Ces lignes ne sont pas des médicaments : aucune règle ne les vérifie',
    notActivated: 'Règles que l’hôpital n’a pas activées :',
    notWhole: 'Ligne incomplète',
    notWholeDetail: 'Cette ligne n’est pas encore complète : elle n’a pas été vérifiée.',
    proposed: 'En attente de validation',
    proposedDetail: (drugs: string) =>
      `Proposé, pas encore validé : ${drugs}. Cela n’agit pas et n’a pas été pris en compte.`,
    failures: {
      unreachable: 'Le service ne répond pas.',
      timeout: 'Le service n’a pas répondu à temps.',
      'bad-answer': 'La réponse du service n’est pas lisible.',
    } satisfies Record<Failure, string>,
  },
  en: {
    support: 'Decision support',
    none: 'No decision support service is configured.',
    noHook: 'This service does not check orders.',
    partial: 'Restricted data',
    partialDetail: 'Data of the chart that is not shown to you was not considered.',
    unread: 'Chart not read as a whole',
    unreadDetail: 'Some of the chart could not be read: it was not considered.',
    unrecognised: 'Narcotics and longest durations',
    unrecognisedDetail:
      'Without an ATC code nobody knows whether these drugs are narcotics, nor how long they are prescribed.',
    notCovered: 'These lines are no drugs: no rule checks them',
    notActivated: 'Rules that the hospital has not activated:',
    notWhole: 'Incomplete line',
    notWholeDetail: 'This line is not whole yet: it was not checked.',
    proposed: 'Waiting to be validated',
    proposedDetail: (drugs: string) =>
      `Proposed, not validated yet: ${drugs}. It does not act and was not considered.`,
    failures: {
      unreachable: 'The service does not answer.',
      timeout: 'The service did not answer in time.',
      'bad-answer': 'The answer of the service cannot be read.',
    } satisfies Record<Failure, string>,
  },
} as const;
