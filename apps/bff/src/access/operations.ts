// Written by `npm run policy -- build` from policies/operations.json, where they are listed.
/* eslint-disable max-lines -- an entry for each operation, written by a script */
import type { Feature, Role } from './roles.ts';

/** What may be asked of the record before a decision. */
export type Fact =
  | 'appointments'
  | 'consents'
  | 'general-practitioner'
  | 'imaging'
  | 'prescriptions'
  | 'stays'
  | 'team'
  | 'units';
/** Operations of one group need the same facts. */
export type Group = 'none' | 'list' | 'identity' | 'chart' | 'consents' | 'schedule' | 'emergency';

/** By group and role: what the rules of the group ask for. Of the others nothing is read. */
export const factsOfGroup: Record<Group, Partial<Record<Role, readonly Fact[]>>> = {
  none: {},
  list: {},
  identity: { patient: ['consents'] },
  chart: {
    doctor: ['consents', 'units', 'team', 'stays', 'general-practitioner', 'appointments'],
    nurse: ['consents', 'units', 'team', 'stays', 'general-practitioner'],
    pharmacist: ['consents', 'units', 'team', 'stays', 'prescriptions'],
    radiologist: ['consents', 'units', 'team', 'stays', 'imaging'],
    patient: ['consents'],
  },
  consents: {
    doctor: ['consents', 'units', 'team', 'stays', 'general-practitioner', 'appointments'],
    nurse: ['consents', 'units', 'team', 'stays', 'general-practitioner'],
    secretary: ['consents'],
    patient: ['consents'],
  },
  schedule: {
    doctor: ['consents', 'units'],
    nurse: ['consents', 'units'],
    pharmacist: ['consents', 'units'],
    radiologist: ['consents', 'units'],
    secretary: ['consents'],
    patient: ['consents'],
  },
  emergency: {
    doctor: ['consents', 'units'],
    nurse: ['consents', 'units'],
    pharmacist: ['consents', 'units'],
  },
};

/** `action` as in AuditEvent; `freshSignIn`: who has not said lately who they are is asked to sign in again; `offline`: whether a write waits for the connection. */
interface OperationRule {
  feature: Feature;
  group: Group;
  action: 'R' | 'C' | 'U' | 'D';
  freshSignIn: boolean;
  offline?: 'waits' | 'refused';
}

export const operations = {
  'accesses.read': { feature: 'accesses', group: 'chart', action: 'R', freshSignIn: false },
  'administration.add-membership': {
    feature: 'administration',
    group: 'list',
    action: 'U',
    freshSignIn: true,
    offline: 'refused',
  },
  'administration.create-account': {
    feature: 'administration',
    group: 'list',
    action: 'C',
    freshSignIn: true,
    offline: 'refused',
  },
  'administration.end-session': {
    feature: 'administration',
    group: 'list',
    action: 'U',
    freshSignIn: false,
    offline: 'refused',
  },
  'administration.read': { feature: 'administration', group: 'list', action: 'R', freshSignIn: false },
  'administration.remove-membership': {
    feature: 'administration',
    group: 'list',
    action: 'U',
    freshSignIn: false,
    offline: 'refused',
  },
  'administration.save-settings': {
    feature: 'administration',
    group: 'list',
    action: 'U',
    freshSignIn: false,
    offline: 'refused',
  },
  'administration.set-active': {
    feature: 'administration',
    group: 'list',
    action: 'U',
    freshSignIn: false,
    offline: 'refused',
  },
  'administration.set-role': {
    feature: 'administration',
    group: 'list',
    action: 'U',
    freshSignIn: true,
    offline: 'refused',
  },
  'allergies.read': { feature: 'allergies', group: 'chart', action: 'R', freshSignIn: false },
  'appointments.book': {
    feature: 'appointments',
    group: 'schedule',
    action: 'C',
    freshSignIn: false,
    offline: 'refused',
  },
  'appointments.list': { feature: 'appointments', group: 'list', action: 'R', freshSignIn: false },
  'appointments.list-all': { feature: 'appointments', group: 'list', action: 'R', freshSignIn: false },
  'appointments.read': { feature: 'appointments', group: 'schedule', action: 'R', freshSignIn: false },
  'appointments.receive': {
    feature: 'appointments',
    group: 'schedule',
    action: 'U',
    freshSignIn: false,
    offline: 'refused',
  },
  'audit.read': { feature: 'audit', group: 'list', action: 'R', freshSignIn: false },
  'consents.attach': {
    feature: 'consents',
    group: 'consents',
    action: 'U',
    freshSignIn: false,
    offline: 'waits',
  },
  'consents.call-off': {
    feature: 'consents',
    group: 'consents',
    action: 'U',
    freshSignIn: false,
    offline: 'waits',
  },
  'consents.choose': {
    feature: 'consents',
    group: 'consents',
    action: 'U',
    freshSignIn: false,
    offline: 'waits',
  },
  'consents.confirm': {
    feature: 'consents',
    group: 'consents',
    action: 'U',
    freshSignIn: true,
    offline: 'refused',
  },
  'consents.delegate': {
    feature: 'consents',
    group: 'consents',
    action: 'C',
    freshSignIn: true,
    offline: 'refused',
  },
  'consents.dismiss': {
    feature: 'consents',
    group: 'consents',
    action: 'U',
    freshSignIn: false,
    offline: 'waits',
  },
  'consents.object': {
    feature: 'consents',
    group: 'consents',
    action: 'C',
    freshSignIn: false,
    offline: 'waits',
  },
  'consents.read': { feature: 'consents', group: 'consents', action: 'R', freshSignIn: false },
  'consents.withdraw': {
    feature: 'consents',
    group: 'consents',
    action: 'U',
    freshSignIn: true,
    offline: 'refused',
  },
  'documents.read': { feature: 'documents', group: 'chart', action: 'R', freshSignIn: false },
  'drafts.discard': { feature: 'drafts', group: 'chart', action: 'D', freshSignIn: false, offline: 'waits' },
  'drafts.list': { feature: 'drafts', group: 'none', action: 'R', freshSignIn: false },
  'drafts.read': { feature: 'drafts', group: 'chart', action: 'R', freshSignIn: false },
  'drafts.save': { feature: 'drafts', group: 'chart', action: 'U', freshSignIn: false, offline: 'waits' },
  'emergency.end': {
    feature: 'emergency',
    group: 'emergency',
    action: 'U',
    freshSignIn: false,
    offline: 'waits',
  },
  'emergency.explain': {
    feature: 'emergency',
    group: 'emergency',
    action: 'U',
    freshSignIn: false,
    offline: 'waits',
  },
  'emergency.give-opinion': {
    feature: 'emergency',
    group: 'emergency',
    action: 'U',
    freshSignIn: false,
    offline: 'waits',
  },
  'emergency.list': { feature: 'emergency', group: 'none', action: 'R', freshSignIn: false },
  'emergency.read': { feature: 'emergency', group: 'emergency', action: 'R', freshSignIn: false },
  'emergency.request': {
    feature: 'emergency',
    group: 'emergency',
    action: 'C',
    freshSignIn: false,
    offline: 'refused',
  },
  'encounters.read': { feature: 'encounters', group: 'chart', action: 'R', freshSignIn: false },
  'identities.add-paper': {
    feature: 'identities',
    group: 'identity',
    action: 'C',
    freshSignIn: false,
    offline: 'refused',
  },
  'identities.compare-pair': { feature: 'identities', group: 'list', action: 'R', freshSignIn: false },
  'identities.correct': {
    feature: 'identities',
    group: 'consents',
    action: 'U',
    freshSignIn: false,
    offline: 'refused',
  },
  'identities.follow-merge': {
    feature: 'identities',
    group: 'list',
    action: 'U',
    freshSignIn: false,
    offline: 'refused',
  },
  'identities.list-open': { feature: 'identities', group: 'list', action: 'R', freshSignIn: false },
  'identities.mark-paper-entered-in-error': {
    feature: 'identities',
    group: 'identity',
    action: 'U',
    freshSignIn: false,
    offline: 'refused',
  },
  'identities.merge': {
    feature: 'identities',
    group: 'list',
    action: 'U',
    freshSignIn: false,
    offline: 'refused',
  },
  'identities.print': { feature: 'identities', group: 'identity', action: 'R', freshSignIn: false },
  'identities.read': { feature: 'identities', group: 'consents', action: 'R', freshSignIn: false },
  'identities.read-papers': { feature: 'identities', group: 'identity', action: 'R', freshSignIn: false },
  'identities.redo-bracelet': {
    feature: 'identities',
    group: 'consents',
    action: 'U',
    freshSignIn: false,
    offline: 'refused',
  },
  'identities.register': {
    feature: 'identities',
    group: 'list',
    action: 'C',
    freshSignIn: false,
    offline: 'refused',
  },
  'identities.register-newborn': {
    feature: 'identities',
    group: 'identity',
    action: 'C',
    freshSignIn: false,
    offline: 'refused',
  },
  'identities.register-unknown': {
    feature: 'identities',
    group: 'list',
    action: 'C',
    freshSignIn: false,
    offline: 'refused',
  },
  'identities.restore-paper': {
    feature: 'identities',
    group: 'identity',
    action: 'U',
    freshSignIn: false,
    offline: 'refused',
  },
  'identities.search': { feature: 'identities', group: 'list', action: 'R', freshSignIn: false },
  'identities.take-back': {
    feature: 'identities',
    group: 'list',
    action: 'U',
    freshSignIn: false,
    offline: 'refused',
  },
  'identities.tell-apart': {
    feature: 'identities',
    group: 'list',
    action: 'U',
    freshSignIn: false,
    offline: 'refused',
  },
  'identities.undo-correction': {
    feature: 'identities',
    group: 'consents',
    action: 'U',
    freshSignIn: false,
    offline: 'refused',
  },
  'identities.undo-merge': {
    feature: 'identities',
    group: 'list',
    action: 'U',
    freshSignIn: false,
    offline: 'refused',
  },
  'imaging.list-unread': { feature: 'imaging', group: 'list', action: 'R', freshSignIn: false },
  'imaging.read': { feature: 'imaging', group: 'chart', action: 'R', freshSignIn: false },
  'imaging.store': {
    feature: 'imaging',
    group: 'chart',
    action: 'C',
    freshSignIn: false,
    offline: 'refused',
  },
  'immunizations.read': { feature: 'immunizations', group: 'chart', action: 'R', freshSignIn: false },
  'live.read': { feature: 'live', group: 'chart', action: 'R', freshSignIn: false },
  'medications.list-recent': { feature: 'medications', group: 'list', action: 'R', freshSignIn: false },
  'medications.read': { feature: 'medications', group: 'chart', action: 'R', freshSignIn: false },
  'patients.read': { feature: 'patients', group: 'identity', action: 'R', freshSignIn: false },
  'patients.search': { feature: 'patients', group: 'list', action: 'R', freshSignIn: false },
  'problems.read': { feature: 'problems', group: 'chart', action: 'R', freshSignIn: false },
  'problems.record': {
    feature: 'problems',
    group: 'chart',
    action: 'C',
    freshSignIn: false,
    offline: 'waits',
  },
  'procedures.read': { feature: 'procedures', group: 'chart', action: 'R', freshSignIn: false },
  'record.read': { feature: 'record', group: 'chart', action: 'R', freshSignIn: false },
  'results.read': { feature: 'results', group: 'chart', action: 'R', freshSignIn: false },
  'reviews.ask': { feature: 'reviews', group: 'list', action: 'C', freshSignIn: false, offline: 'waits' },
  'reviews.deal-with': {
    feature: 'reviews',
    group: 'list',
    action: 'C',
    freshSignIn: false,
    offline: 'waits',
  },
  'reviews.judge': { feature: 'reviews', group: 'list', action: 'U', freshSignIn: false, offline: 'waits' },
  'reviews.lift': { feature: 'reviews', group: 'list', action: 'U', freshSignIn: false, offline: 'refused' },
  'reviews.read': { feature: 'reviews', group: 'list', action: 'R', freshSignIn: false },
  'summary.export': { feature: 'summary', group: 'chart', action: 'R', freshSignIn: true },
  'summary.read': { feature: 'summary', group: 'chart', action: 'R', freshSignIn: false },
  'tasks.create': { feature: 'tasks', group: 'chart', action: 'C', freshSignIn: false, offline: 'waits' },
  'tasks.create-in-unit': {
    feature: 'tasks',
    group: 'list',
    action: 'C',
    freshSignIn: false,
    offline: 'refused',
  },
  'tasks.list': { feature: 'tasks', group: 'list', action: 'R', freshSignIn: false },
  'tasks.move': { feature: 'tasks', group: 'chart', action: 'U', freshSignIn: false, offline: 'refused' },
  'tasks.move-in-unit': {
    feature: 'tasks',
    group: 'list',
    action: 'U',
    freshSignIn: false,
    offline: 'refused',
  },
  'tasks.read': { feature: 'tasks', group: 'chart', action: 'R', freshSignIn: false },
  'tasks.see': { feature: 'tasks', group: 'none', action: 'U', freshSignIn: false, offline: 'refused' },
  'tasks.set-absence': {
    feature: 'tasks',
    group: 'none',
    action: 'U',
    freshSignIn: false,
    offline: 'refused',
  },
  'terminology.read': { feature: 'terminology', group: 'list', action: 'R', freshSignIn: false },
  'terminology.save-abbreviations': {
    feature: 'terminology',
    group: 'list',
    action: 'U',
    freshSignIn: false,
    offline: 'refused',
  },
  'terminology.set-service-favourite': {
    feature: 'terminology',
    group: 'list',
    action: 'U',
    freshSignIn: false,
    offline: 'waits',
  },
  'timeline.read': { feature: 'timeline', group: 'chart', action: 'R', freshSignIn: false },
  'vitals.choose-scale': {
    feature: 'vitals',
    group: 'chart',
    action: 'U',
    freshSignIn: false,
    offline: 'waits',
  },
  'vitals.correct': { feature: 'vitals', group: 'chart', action: 'U', freshSignIn: false, offline: 'waits' },
  'vitals.mark-entered-in-error': {
    feature: 'vitals',
    group: 'chart',
    action: 'U',
    freshSignIn: false,
    offline: 'waits',
  },
  'vitals.read': { feature: 'vitals', group: 'chart', action: 'R', freshSignIn: false },
  'vitals.record': { feature: 'vitals', group: 'chart', action: 'C', freshSignIn: false, offline: 'waits' },
  'wards.choose': { feature: 'wards', group: 'none', action: 'U', freshSignIn: false, offline: 'refused' },
  'wards.read': { feature: 'wards', group: 'list', action: 'R', freshSignIn: false },
} as const satisfies Record<string, OperationRule>;
/** Everything that is done, by its name; who may is the policy's. */
export type Operation = keyof typeof operations;

/** What may be known of what is written over: who wrote it, its status, whether it was computed from others, or signed. */
export type StatePart = 'author' | 'status' | 'computed' | 'signed';
/** What the decision on an operation has to know of it; of the others nothing is read. */
export const stateOf: Partial<Record<Operation, readonly StatePart[]>> = {
  'consents.confirm': ['author', 'status'],
  'vitals.correct': ['status', 'computed', 'signed'],
  'vitals.mark-entered-in-error': ['status', 'computed', 'signed'],
};
