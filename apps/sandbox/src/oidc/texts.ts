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
    mail: 'Courriels envoyés par la démonstration',
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
    steps: {
      password: 'Choisissez votre mot de passe',
      enrol: 'Activez le second facteur',
      recovery: 'Codes de secours',
      code: 'Second facteur',
    },
    passwordHelp:
      'Le mot de passe reçu ne sert qu’une fois. Choisissez-en un de 12 caractères ou plus, sans votre nom ni votre identifiant ; une phrase convient.',
    newPassword: 'Nouveau mot de passe',
    newPasswordAgain: 'Le même, encore une fois',
    enrolHelp:
      'Votre rôle demande un second facteur. Lisez ce code avec une application d’authentification, puis saisissez les six chiffres qu’elle affiche.',
    qr: 'Code QR de la clé d’authentification',
    enrolKey: 'Sans appareil photo, saisissez la clé :',
    code: 'Code à six chiffres',
    codeHelp: 'Saisissez le code de votre application d’authentification, ou un code de secours.',
    recoveryHelp:
      'Gardez ces codes en lieu sûr : chacun ouvre une fois si vous perdez votre appareil. Ils ne seront plus affichés.',
    noted: 'Je les ai notés',
    next: 'Continuer',
    problems: {
      code: 'Ce code ne convient pas, ou il a déjà servi.',
      short: 'Il faut au moins 12 caractères.',
      long: 'Il faut au plus 128 caractères.',
      name: 'Le mot de passe contient votre nom ou votre identifiant.',
      common: 'Ce mot de passe se devine trop facilement.',
      same: 'C’est le mot de passe que vous avez reçu.',
      differs: 'Les deux saisies diffèrent.',
    },
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
    mail: 'E-mails sent by the demonstration',
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
    steps: {
      password: 'Choose your password',
      enrol: 'Set up the second factor',
      recovery: 'Recovery codes',
      code: 'Second factor',
    },
    passwordHelp:
      'The password you were given works once. Choose one of 12 characters or more, without your name or user name; a sentence will do.',
    newPassword: 'New password',
    newPasswordAgain: 'The same once more',
    enrolHelp:
      'Your role asks for a second factor. Read this code with an authenticator app, then enter the six digits that it shows.',
    qr: 'QR code of the authenticator key',
    enrolKey: 'Without a camera, enter the key:',
    code: 'Six-digit code',
    codeHelp: 'Enter the code of your authenticator app, or a recovery code.',
    recoveryHelp:
      'Keep these codes in a safe place: each opens once if you lose your device. They are not shown again.',
    noted: 'I have noted them',
    next: 'Continue',
    problems: {
      code: 'This code does not fit, or has been used.',
      short: 'At least 12 characters, please.',
      long: 'At most 128 characters, please.',
      name: 'The password contains your name or user name.',
      common: 'This password is too easy to guess.',
      same: 'This is the password you were given.',
      differs: 'The two differ.',
    },
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
