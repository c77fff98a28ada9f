/** Category that says what a Consent is about; other Consents of a record (advance directives) are none of ours. */
export const consentKindSystem = 'https://keneyapp.example/consent-kind';

/** Makes a save that is sent again find the first one. */
export const consentKeySystem = 'https://keneyapp.example/consent-key';

/** Who of the staff wrote it down, as the application knows them: a name or a Practitioner may be shared by two accounts. */
export const userSystem = 'https://keneyapp.example/user';
/** Marks what was proposed, whatever became of it. */
export const proposedExtension = 'https://keneyapp.example/consent-proposed';
/** Who of the staff confirmed it with the signed form: `verifiedWith` may name the patient's side alone. */
export const confirmedByExtension = 'https://keneyapp.example/consent-confirmed-by';
/** Id of the Consent that a proposal would lay aside. */
export const laysAsideExtension = 'https://keneyapp.example/consent-lays-aside';
/** Id of the DocumentReference of the signed form; `source` names it too, for whoever may see documents. */
export const formExtension = 'https://keneyapp.example/consent-form';
