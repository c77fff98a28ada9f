// apart from their reader: forms need the lists alone, in the browser

/** What is implanted, as it is read where codes are not translated. */
export const implantWords = {
  pacemaker: 'Stimulateur cardiaque',
  defibrillator: 'Défibrillateur implantable',
  stent: 'Stent',
  valve: 'Valve cardiaque',
  joint: 'Prothèse articulaire',
  osteosynthesis: 'Matériel d’ostéosynthèse',
  port: 'Chambre implantable',
  neurostimulator: 'Neurostimulateur',
  cochlear: 'Implant cochléaire',
  clip: 'Clip vasculaire',
  contraceptive: 'Implant ou dispositif contraceptif',
  breast: 'Prothèse mammaire',
  lens: 'Lentille intraoculaire',
  other: '',
} as const;
export type ImplantKind = keyof typeof implantWords;
export const implantKinds = Object.keys(implantWords) as [ImplantKind, ...ImplantKind[]];

/** What the maker says of magnetic resonance; "unknown": nobody found out, which is not "safe". */
export const mriStates = ['safe', 'conditional', 'unsafe', 'unknown'] as const;
export type MriState = (typeof mriStates)[number];
