import type { CoursePoint } from './course-model.ts';
import styles from './course.module.css';

/** The mark of a value: a form for each state, so that it does not rest on colour. High points up, low down, critical is filled and larger. */
export function PointMark({
  point: { level, direction, comparator },
}: {
  point: Pick<CoursePoint, 'level' | 'direction' | 'comparator'>;
}) {
  const size = level === 'critical' ? 6.5 : level === 'abnormal' ? 5 : 3.5;
  const isPointed = (level === 'critical' || level === 'abnormal') && direction !== null;
  const up = direction === 'high' ? -1 : 1;
  return (
    <>
      {isPointed ? (
        <path
          className={styles.shape}
          data-level={level}
          data-open={comparator !== null}
          d={`M0 ${up * size * 1.1}L${size} ${-up * size * 0.8}H${-size}Z`}
        />
      ) : level === 'critical' || level === 'abnormal' ? (
        <rect
          className={styles.shape}
          data-level={level}
          data-open={comparator !== null}
          x={-size * 0.8}
          y={-size * 0.8}
          width={size * 1.6}
          height={size * 1.6}
          transform="rotate(45)"
        />
      ) : (
        <circle className={styles.shape} data-level={level} data-open={comparator !== null} r={size} />
      )}
      {comparator && (
        <text
          className={styles.comparator}
          x={0}
          y={comparator.startsWith('<') ? 18 : -9}
          textAnchor="middle"
          aria-hidden
        >
          {{ '<=': '≤', '>=': '≥' }[comparator] ?? comparator}
        </text>
      )}
    </>
  );
}
