/** Opens the dialog of one's absence. */
export const absenceHref = '/tasks?absence=1';
