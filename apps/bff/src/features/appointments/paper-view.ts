/** What a summons, a certificate of presence and a ticket say of one appointment. */
export interface PaperView {
  id: string;
  /** In the hospital, `YYYY-MM-DD`. */
  day: string;
  /** ISO 8601 instants. */
  start: string;
  end: string | null;
  /** They are expected: a summons can be written. */
  isToCome: boolean;
  /** When they came and left; null where reception did not say so. */
  arrived: string | null;
  left: string | null;
  /** By what they are called, while they are here. */
  ticket: string | null;
  /** Of the patient, where it is recorded and one of ours. */
  language: 'fr' | 'en' | null;
  /** Lines of the window of an envelope: name, street, town. */
  recipient: string[];
  practitioners: string[];
  /** From the room to the building, with its address. */
  place: string[];
  phone: string | null;
  /** What to do before, as the service has written it down. */
  preparation: string[];
}
