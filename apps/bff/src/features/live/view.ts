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
