/** What is told of an appointment. */
export type MessageKind = 'confirmed' | 'changed' | 'cancelled' | 'reminder';
export type Language = 'fr' | 'en';

/** The hospital as its messages name it. */
export interface House {
  name: string;
  address: string | null;
  telephone: string | null;
}

/** All that a message may say of an appointment: when, and which hospital; the rest only where it tells of nothing. */
export interface Told {
  kind: MessageKind;
  language: Language;
  start: string;
  end: string | null;
  /** When it was before; null where that is the same, or was never told. */
  before: string | null;
  /** Ward and practitioner, where these may be named (`may-be-named.ts`). */
  places: string[];
  practitioners: string[];
}

/** A message on its way to somebody. */
export interface Outgoing {
  /** The same however often it is tried. */
  id: string;
  told: Told;
  /** Of the entry in the patient's calendar. */
  uid: string;
  sequence: number;
  to: string;
}

/**
 * What became of an attempt. `away`: nobody is reached now, nor would the next one be. `unknown`: the connection was lost
 * while it was sent, so that it may have arrived.
 */
export type Outcome = 'sent' | 'later' | 'refused' | 'away' | 'unknown';

export type ChannelName = 'mail' | 'sms';

/** A way on which messages go out: e-mail, and SMS for whoever has no address. */
export interface MessageChannel {
  isConfigured: boolean;
  send(message: Outgoing): Promise<Outcome>;
  close(): void;
}

/** E-mail without a server, SMS without a gateway: nothing is sent, and that is said. */
export const notConfigured: MessageChannel = {
  isConfigured: false,
  send: () => Promise.resolve('away'),
  close: () => undefined,
};
