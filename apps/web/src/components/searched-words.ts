/** What was typed in the search of patients, as long as this tab lives. Never in the address, where it would be a name in logs. */
let searched = { words: '', at: 0 };
/** Whoever was searched for longer ago is not whom somebody registers now. */
const soonMs = 5 * 60_000;

export const searchedWords = (): string => searched.words;
export const noteSearchedWords = (words: string): void => void (searched = { words, at: Date.now() });
export const justSearchedWords = (): string => (Date.now() - searched.at < soonMs ? searched.words : '');
