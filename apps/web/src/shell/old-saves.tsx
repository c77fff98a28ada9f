'use client';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { answerOldSaves, type OldSave } from '../trpc/without-connection.ts';

const OldSaveDialog = dynamic(() => import('./old-save-dialog.tsx').then((m) => m.OldSaveDialog), {
  ssr: false,
});

interface Waiting {
  save: OldSave;
  done: (isWanted: boolean) => void;
}

/** Once the connection is back: what waited long for it goes when the person says that it still holds. */
export function OldSaves() {
  const [waiting, setWaiting] = useState<readonly Waiting[]>([]);
  // how many are answered: names the question that is open
  const [answered, setAnswered] = useState(0);
  useEffect(() => answerOldSaves((save, done) => setWaiting((before) => [...before, { save, done }])), []);
  const [first, ...later] = waiting;
  if (!first) return null;
  return (
    <OldSaveDialog
      key={answered}
      save={first.save}
      later={later.length}
      onAnswer={(isWanted) => {
        setWaiting((all) => all.slice(1));
        setAnswered((n) => n + 1);
        first.done(isWanted);
      }}
    />
  );
}
