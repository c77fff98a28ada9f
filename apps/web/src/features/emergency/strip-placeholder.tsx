import styles from './emergency.module.css';

/** The room of the strip while its code comes: nothing moves when it is there. */
export function StripPlaceholder() {
  return <div className={styles.stripPlaceholder} />;
}
