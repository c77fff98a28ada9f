import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import styles from './agenda.module.css';

const key = 'keneya-room';
/** As the server takes it: a number, never what is done there. */
const isRoom = (text: string): boolean => /^(?=.*\d)[\p{L}\d][\p{L}\d .-]{0,7}$/u.test(text);
function lastRoom(): string {
  try {
    return localStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

/** To which room somebody is called; the browser of a room keeps it. */
export function useRoom() {
  const [room, setRoom] = useState(lastRoom);
  const change = (next: string) => {
    setRoom(next);
    try {
      localStorage.setItem(key, next);
    } catch {
      return; // said again next time
    }
  };
  return { room, change, said: isRoom(room.trim()) ? room.trim() : undefined };
}

export function RoomField({ room, onChange }: { room: string; onChange: (room: string) => void }) {
  const t = useTranslations('appointments.reception');
  const id = useId();
  const isWrong = room.trim() !== '' && !isRoom(room.trim());
  return (
    <span className={styles.room}>
      <label htmlFor={id}>{t('room')}</label>
      <input
        id={id}
        value={room}
        maxLength={8}
        aria-invalid={isWrong || undefined}
        onChange={({ target }) => onChange(target.value)}
      />
      {isWrong && <span role="alert">{t('roomNumber')}</span>}
    </span>
  );
}
