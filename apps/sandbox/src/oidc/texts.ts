/** Texts of the provider's own pages; everything else of the application is translated in apps/web/messages. */
export const texts = {
  fr: {
    title: 'Connexion',
    product: 'KeneyApp · fournisseur d’identité de démonstration',
    username: 'Identifiant',
    password: 'Mot de passe',
    submit: 'Se connecter',
    cancel: 'Annuler',
    wrong: 'Identifiant ou mot de passe incorrect.',
    missing: 'Saisissez l’identifiant et le mot de passe.',
    disabled: 'Ce compte est désactivé. Adressez-vous à l’administrateur.',
    wait: (s: number) => `Trop d’essais. Réessayez dans ${s} s.`,
    hint: 'Comptes de démonstration, mot de passe « demo » :',
    expired: 'Cette demande de connexion a expiré.',
    expiredHelp: 'Retournez à l’application et recommencez la connexion.',
    failed: 'La demande n’a pas pu être traitée.',
    back: 'Retour à l’application',
    signOutTitle: 'Déconnexion',
    signOutAsk: 'Voulez-vous vous déconnecter ?',
    signOut: 'Se déconnecter',
    stay: 'Rester connecté',
    signedOut: 'Vous êtes déconnecté.',
    other: 'English',
    otherCode: 'en',
  },
  en: {
    title: 'Sign in',
    product: 'KeneyApp · demonstration identity provider',
    username: 'User name',
    password: 'Password',
    submit: 'Sign in',
    cancel: 'Cancel',
    wrong: 'Wrong user name or password.',
    missing: 'Enter the user name and the password.',
    disabled: 'This account is deactivated. Ask the administrator.',
    wait: (s: number) => `Too many tries. Try again in ${s} s.`,
    hint: 'Demonstration accounts, password “demo”:',
    expired: 'This sign-in request has expired.',
    expiredHelp: 'Go back to the application and sign in again.',
    failed: 'The request could not be handled.',
    back: 'Back to the application',
    signOutTitle: 'Sign out',
    signOutAsk: 'Do you want to sign out?',
    signOut: 'Sign out',
    stay: 'Stay signed in',
    signedOut: 'You are signed out.',
    other: 'Français',
    otherCode: 'fr',
  },
} as const;
export type Language = keyof typeof texts;

/** `lang` of the address, then `ui_locales`, then the application's own cookie, then the browser's wish; French if nothing says otherwise. */
export function languageOf(
  asked: (string | undefined)[],
  cookie: string | undefined,
  acceptLanguage: string | undefined,
): Language {
  const saved = /(?:^|;\s*)NEXT_LOCALE=(fr|en)\b/.exec(cookie ?? '')?.[1];
  for (const wish of [...asked, saved]) {
    const found = /\b(fr|en)\b/i.exec(wish ?? '')?.[1]?.toLowerCase();
    if (found === 'fr' || found === 'en') return found;
  }
  return byWeight(acceptLanguage ?? '').find((language) => language === 'fr' || language === 'en') ?? 'fr';
}

/** Languages of an Accept-Language header, the most wanted first (RFC 9110, 12.5.4). */
function byWeight(header: string): string[] {
  return header
    .toLowerCase()
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part.trim().split(/\s*;\s*/);
      const weight = parameters.find((parameter) => parameter.startsWith('q='));
      return { language: range.split('-')[0] ?? '', q: weight === undefined ? 1 : Number(weight.slice(2)) };
    })
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q)
    .map(({ language }) => language);
}
