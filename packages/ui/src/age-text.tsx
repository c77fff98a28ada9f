export interface AgeTextProps {
  /** As formatDate writes it, null when unknown. */ date: string | null;
  /** `42 ans`. */ age: string | null;
  unknown: string;
}

/** `12/07/1984 (42 ans)`. */
export function AgeText({ date, age, unknown }: AgeTextProps) {
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      {date ?? unknown}
      {age && ` (${age})`}
    </span>
  );
}
