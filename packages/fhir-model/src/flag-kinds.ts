// apart from their reader: forms need the list alone, in the browser

/** What is recorded here, as it is read where codes are not translated. */
export const wordOf = {
  limitation: 'Limitation ou arrêt des traitements (LATA)',
  directives: 'Directives anticipées',
  contact: 'Isolement contact',
  droplet: 'Isolement gouttelettes',
  airborne: 'Isolement air',
  protective: 'Isolement protecteur',
  fall: 'Risque de chute',
  other: '',
} as const;
export type FlagKind = keyof typeof wordOf;
export const flagKinds = Object.keys(wordOf) as [FlagKind, ...FlagKind[]];
