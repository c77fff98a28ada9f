import {
  addressedTo,
  levelExtension,
  referenceTo,
  withReached,
  withStep,
  type Addressee,
  type TaskStep,
} from '@keneyapp/fhir-model/task';
import type { Communication, Task } from '@medplum/fhirtypes';
import type { Calendar } from '../calendar.ts';
import type { Chart, Identified } from '../chart/chart.ts';
import { serviceRef, type ServiceKey } from '../hospital/hospital.ts';
import { staff, staffRef } from '../hospital/staff.ts';

/** Somebody of the staff, a service (`cardiologie`), or a role in it (`cardiologie#nurse`). */
type To = string;
interface Told {
  id: string;
  /** Family and given name; null: it is about no patient. */
  about: readonly [family: string, given: string] | null;
  by: string;
  to: To;
  title: string;
  note?: string;
  /** Hours before the seed runs. */
  ago: number;
}
interface Asked extends Told {
  /** Hours from now; before it: it is late. */
  due?: number;
  priority?: Task['priority'];
  /** Who took it, so many hours ago. */
  taken?: readonly [by: string, ago: number];
  done?: readonly [by: string, ago: number];
  /** Who put it off, so many hours ago, to so many hours from now. */
  putOff?: readonly [by: string, ago: number, until: number];
  /** Who is asked after so many minutes; `true` last: it was. */
  next?: readonly [to: To, afterMinutes: number, wasAsked?: true];
}

/** What the people of the demonstration have to do: something late, put off, passed on, of a unit, done. */
const asked: readonly Asked[] = [
  {
    id: 'kaliemie',
    about: ['Roussel', 'Colette'],
    by: 'infirmier',
    to: 'medecin',
    title: 'Kaliémie à 3,3 : faut-il supplémenter ?',
    note: 'Pas de nausée, mange bien.',
    ago: 3,
    due: -1,
    priority: 'urgent',
  },
  {
    id: 'sortie-martin',
    about: ['Martin', 'Jean-Louis'],
    by: 'infirmier',
    to: 'medecin',
    title: 'Appeler l’épouse au sujet de la sortie',
    note: 'Joignable sur son portable.',
    ago: 5,
    due: 4,
  },
  {
    id: 'courrier-tessier',
    about: ['Tessier', 'Roger'],
    by: 'medecin',
    to: 'medecin',
    title: 'Courrier au chirurgien',
    ago: 26,
    due: 30,
    putOff: ['medecin', 4, 18],
  },
  {
    id: 'pansement-tessier',
    about: ['Tessier', 'Roger'],
    by: 'medecin',
    to: 'cardiologie#nurse',
    title: 'Refaire le point de ponction avant le tour',
    ago: 2,
    due: 2,
  },
  {
    id: 'poids-martin',
    about: ['Martin', 'Jean-Louis'],
    by: 'medecin',
    to: 'infirmier',
    title: 'Peser avant le petit déjeuner, trois jours de suite',
    ago: 20,
    due: 14,
    taken: ['infirmier', 18],
  },
  {
    id: 'avis-roussel',
    about: ['Roussel', 'Colette'],
    by: 'infirmier',
    to: 'perrin',
    title: 'Palpitations depuis une heure, ECG fait : à voir',
    ago: 1.5,
    priority: 'stat',
    next: ['medecin', 30, true],
  },
  {
    id: 'ecg-roussel',
    about: ['Roussel', 'Colette'],
    by: 'medecin',
    to: 'infirmier',
    title: 'ECG de contrôle',
    ago: 30,
    done: ['infirmier', 22],
  },
  {
    id: 'anticoagulant-roussel',
    about: ['Roussel', 'Colette'],
    by: 'medecin',
    to: 'pharmacien',
    title: 'Vérifier la dose de l’anticoagulant avec la fonction rénale',
    ago: 6,
    due: 1,
  },
  {
    id: 'stock-furosemide',
    about: null,
    by: 'pharmacien',
    to: 'pharmacie',
    title: 'Commander du furosémide injectable avant vendredi',
    ago: 28,
    due: -3,
  },
  {
    id: 'salle-echo',
    about: null,
    by: 'secretaire',
    to: 'cardiologie',
    title: 'Salle d’échographie fermée jeudi matin : déplacer les rendez-vous',
    ago: 22,
    due: 20,
  },
  {
    id: 'dictees',
    about: null,
    by: 'medecin',
    to: 'secretaire',
    title: 'Taper les courriers dictés lundi',
    ago: 48,
    due: -20,
  },
  {
    id: 'planning',
    about: null,
    by: 'secretaire',
    to: 'cardiologie#doctor',
    title: 'Relire le tableau des gardes de décembre',
    ago: 50,
    due: 70,
    next: ['medecin', 4_320],
  },
];

const told: readonly Told[] = [
  {
    id: 'reunion',
    about: null,
    by: 'medecin',
    to: 'cardiologie',
    title: 'Réunion du service avancée à 13 h',
    ago: 4,
  },
  {
    id: 'fauteuil-martin',
    about: ['Martin', 'Jean-Louis'],
    by: 'infirmier',
    to: 'medecin',
    title: 'Deux heures au fauteuil, sans essoufflement',
    ago: 2,
  },
  {
    id: 'parking',
    about: null,
    by: 'secretaire',
    to: 'infirmier',
    title: 'Ascenseur B arrêté demain de 8 h à 10 h',
    ago: 7,
  },
];

function addressee(to: To): Addressee {
  if (staff.some(({ id }) => id === `pract-${to}`)) {
    const { reference, display } = staffRef(to);
    return { key: reference, role: null, name: display ?? null };
  }
  const [service = '', role = null] = to.split('#');
  const unit = serviceRef(service as ServiceKey);
  return { key: unit.reference, role, name: unit.display };
}

/** Tasks and notices among the staff; patients see none of them. */
export function tasksAndNotices(calendar: Calendar, charts: readonly Chart[]): Identified[] {
  const patientOf = ([family, given]: readonly [string, string]) => {
    const chart = charts.find(({ person }) => person.family === family && person.given.join(' ') === given);
    if (!chart) throw new Error(`nobody is called ${given} ${family}`);
    return chart.subject;
  };
  const common = ({ id, by }: Told) => ({
    id: `demo-${id}`,
    meta: { tag: [{ system: 'https://keneyapp.example/release', code: 'withheld' }] },
    author: addressee(by),
  });
  const task = (one: Asked): Task & { id: string } => {
    const { id, meta, author } = common(one);
    const at = calendar.ago(one.ago);
    const person = (who: string): Addressee => addressee(who);
    const step = (kind: TaskStep['kind'], ago: number, own: Partial<TaskStep>): TaskStep => ({
      ...{ kind, at: calendar.ago(ago), by: null, to: null, until: null, note: null },
      ...own,
    });
    const to = addressee(one.to);
    let told: Task = {
      resourceType: 'Task',
      id,
      meta,
      status: 'requested',
      intent: 'order',
      priority: one.priority ?? 'routine',
      description: one.title,
      ...(one.about ? { for: patientOf(one.about) } : {}),
      requester: referenceTo({ ...author, role: null }),
      authoredOn: at,
      ...(one.note ? { note: [{ text: one.note, time: at }] } : {}),
      ...(one.due === undefined ? {} : { restriction: { period: { end: calendar.ago(-one.due) } } }),
      ...(one.next
        ? { extension: [levelExtension({ to: addressee(one.next[0]), afterMinutes: one.next[1] })] }
        : {}),
    };
    told = withStep(addressedTo(told, to, []), step('made', one.ago, { by: author, to }));
    if (one.next?.[2]) {
      const ago = one.ago - one.next[1] / 60;
      const next = addressee(one.next[0]);
      told = withReached(addressedTo(told, next, [to]), 1, calendar.ago(ago));
      told = withStep(told, step('escalated', ago, { to: next }));
    }
    const taken = one.taken ?? one.done;
    if (taken) {
      const by = person(taken[0]);
      told = addressedTo({ ...told, status: one.done ? 'completed' : 'accepted' }, by, []);
      told = withStep(told, step(one.done ? 'done' : 'taken', taken[1], { by }));
    }
    if (one.putOff) {
      const [who, ago, hours] = one.putOff;
      const until = calendar.ago(-hours);
      told = addressedTo({ ...told, status: 'on-hold', executionPeriod: { start: until } }, person(who), []);
      told = withStep(told, step('put-off', ago, { by: person(who), until }));
    }
    return { ...told, id };
  };
  const notice = (one: Told): Communication & { id: string } => {
    const { id, meta, author } = common(one);
    return {
      resourceType: 'Communication',
      id,
      meta,
      status: 'completed',
      priority: 'routine',
      ...(one.about ? { subject: patientOf(one.about) } : {}),
      sender: referenceTo({ ...author, role: null }),
      recipient: [referenceTo(addressee(one.to))],
      sent: calendar.ago(one.ago),
      payload: [{ contentString: one.title }],
    };
  };
  return [...asked.map(task), ...told.map(notice)];
}
