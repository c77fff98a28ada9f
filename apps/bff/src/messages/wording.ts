import { hospitalZone } from '@keneyapp/clinical';
import type { House, Language, MessageKind, Told } from './message.ts';

/** Subjects name nobody: they show on locked screens. */
const subjects: Record<Language, Record<MessageKind, string>> = {
  fr: {
    confirmed: 'Votre rendez-vous est confirmé',
    changed: 'Votre rendez-vous a changé',
    cancelled: 'Votre rendez-vous est annulé',
    reminder: 'Rappel de votre rendez-vous',
  },
  en: {
    confirmed: 'Your appointment is confirmed',
    changed: 'Your appointment has changed',
    cancelled: 'Your appointment is cancelled',
    reminder: 'Reminder of your appointment',
  },
};

const first: Record<Language, Record<MessageKind, string>> = {
  fr: {
    confirmed: 'Votre rendez-vous est confirmé :',
    changed: 'Votre rendez-vous a changé. Il a lieu maintenant :',
    cancelled: 'Votre rendez-vous est annulé. Il était prévu :',
    reminder: 'Vous avez bientôt rendez-vous :',
  },
  en: {
    confirmed: 'Your appointment is confirmed:',
    changed: 'Your appointment has changed. It now takes place:',
    cancelled: 'Your appointment is cancelled. It was planned:',
    reminder: 'You have an appointment soon:',
  },
};

const words = {
  fr: {
    greeting: 'Bonjour,',
    appointment: 'Rendez-vous',
    at: 'à',
    zone: 'heure de Paris',
    before: 'Avant, il était prévu',
    with: 'Avec',
    cannot: (call: string) =>
      `Si vous ne pouvez pas venir, prévenez-nous${call} : un autre patient aura la place.`,
    question: (call: string) => `Pour une question ou un autre rendez-vous, appelez-nous${call}.`,
    call: (telephone: string) => ` au ${telephone}`,
    footer:
      'Ce message est automatique : les réponses ne sont pas lues. Pour ne plus en recevoir, dites-le au secrétariat.',
  },
  en: {
    greeting: 'Hello,',
    appointment: 'Appointment',
    at: 'at',
    zone: 'Paris time',
    before: 'It was planned before',
    with: 'With',
    cannot: (call: string) =>
      `If you cannot come, please tell us${call}: another patient will have the place.`,
    question: (call: string) => `For a question or another appointment, please call us${call}.`,
    call: (telephone: string) => ` on ${telephone}`,
    footer:
      'This message is automatic: replies are not read. To receive no more of them, tell the secretary’s office.',
  },
} as const;

/**
 * The words of a message. What is not among what may be told does not reach this place: no kind of visit, no reason, no
 * comment, no name of the patient.
 */
export function wordsOf(told: Told, house: House): { subject: string; text: string } {
  const { kind, language, start, before, places, practitioners } = told;
  const w = words[language];
  const call = house.telephone === null ? '' : w.call(house.telephone);
  const lines = [
    w.greeting,
    '',
    first[language][kind],
    '',
    when(start, language),
    house.name,
    ...(house.address === null ? [] : [house.address]),
    ...places,
    ...(practitioners.length > 0 ? [`${w.with} ${practitioners.join(', ')}`] : []),
    ...(before === null || kind !== 'changed' ? [] : ['', `${w.before} ${when(before, language)}.`]),
    '',
    kind === 'cancelled' ? w.question(call) : w.cannot(call),
    '',
    house.name,
    w.footer,
    '',
  ];
  return { subject: subjects[language][kind], text: lines.join('\n') };
}

/** The same in one line, for a screen that others may see: when, and which hospital. */
export function shortWordsOf({ kind, language, start }: Told, { name, telephone }: House): string {
  const call = telephone === null ? '' : ` ${telephone}`;
  return `${first[language][kind]} ${when(start, language)}. ${name}.${call}`;
}

/** Title of the entry in a calendar that others may see. */
export const titleOf = ({ language }: Pick<Told, 'language'>, house: House): string =>
  `${words[language].appointment}, ${house.name}`;

function when(instant: string, language: Language): string {
  const at = new Date(instant);
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
      ...options,
      timeZone: hospitalZone,
    }).format(at);
  const { at: word, zone } = words[language];
  const day = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  return `${day} ${word} ${format({ hour: '2-digit', minute: '2-digit' })} (${zone})`;
}
