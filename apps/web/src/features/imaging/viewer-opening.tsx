import styles from './viewer.module.css';

/** The viewer's page in its final shape, before anything of it is known. */
export function ViewerOpening({ label }: { label: string }) {
  return (
    <div className={styles.page} data-full-bleed="true">
      <div className={styles.stage}>
        <div className={styles.opening}>
          <div className={styles.said}>
            <p role="status">{label}</p>
            <span className={styles.running} aria-hidden />
          </div>
        </div>
      </div>
    </div>
  );
}
