/** What was typed in the search of patients, as long as this tab lives. Never in the address, where it would be a name in logs. */
let searched = '';
/** The same, handed on to whoever registers the person that was not found. */
let handedOn = '';

export const searchedWords = (): string => searched;
export const noteSearchedWords = (words: string): void => void (searched = words);
export const handOnSearchedWords = (): void => void (handedOn = searched);
export const handedOnWords = (): string => handedOn;
export const forgetHandedOnWords = (): void => void (handedOn = '');
