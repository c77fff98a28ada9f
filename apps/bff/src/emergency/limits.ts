/** How long an emergency access lasts, and how often it may be judged unjustified before it is suspended. */
export interface EmergencyLimits {
  minutes: number;
  /** This many unjustified uses … */
  unjustifiedUses: number;
  /** … within this many days suspend the possibility. */
  withinDays: number;
}

export const emergencyLimits: EmergencyLimits = { minutes: 60, unjustifiedUses: 3, withinDays: 90 };
