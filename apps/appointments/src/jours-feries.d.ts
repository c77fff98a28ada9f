declare module '@socialgouv/jours-feries' {
  /** Name of each holiday and midnight of its day in the process's own zone. */
  export default function holidaysOf(year: number, options?: { alsace?: boolean }): Record<string, Date>;
}
