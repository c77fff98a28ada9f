// What the checks of chart and compose file are given; types alone.

/**
 * @typedef {object} Work
 * @property {Record<string, string>} tools programs by name
 * @property {string} folder thrown away afterwards
 * @property {(title: string, problems: string[]) => void} found one check: passed when there are no problems
 */

export {};
