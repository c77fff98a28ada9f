/** Something on an open chart changed; says what to look at again, never what it says. */
export interface LiveEvent {
  resourceType: string;
  resourceId: string;
  /** Features whose pages show it. */
  features: string[];
  /** True when the person of this session did it, maybe in another window. */
  isOwn: boolean;
  at: string;
}

/**
 * The first word of a stream: from its event id on nothing is missed. `isContinued` when what came after the last event id
 * of the browser follows; otherwise everything that is open may be old.
 */
export interface LiveOpened {
  isContinued: boolean;
}

/** Somebody of the house who has this chart open too. */
export interface Colleague {
  name: string;
  role: string;
  /** By an emergency access. */
  isEmergency: boolean;
}
/** Who else has the chart open, whenever that changes. */
export interface LiveHere {
  here: Colleague[];
}

export type LiveMessage = LiveOpened | LiveEvent | LiveHere;
