/**
 * A change of the published source of the OHIF viewer: `from` stands once in the one file of this name, and becomes `to`.
 * @typedef {{ why: string, file: RegExp, from: string, to: string }} Replacement
 */
export {};
