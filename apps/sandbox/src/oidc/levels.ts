/** How surely somebody was identified: https://refeds.org/profile/sfa and /mfa, and methods of RFC 8176. */
export const levels = ['https://refeds.org/profile/sfa', 'https://refeds.org/profile/mfa'] as const;

/** What the ID token says of a sign-in. */
export const levelOf = (hasSecondFactor: boolean): { acr: (typeof levels)[number]; amr: string[] } =>
  hasSecondFactor ? { acr: levels[1], amr: ['pwd', 'otp', 'mfa'] } : { acr: levels[0], amr: ['pwd'] };
