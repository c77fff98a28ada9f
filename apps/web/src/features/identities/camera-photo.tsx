'use client';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import styles from './identities.module.css';
import { useCamera } from './use-camera.ts';

interface Props {
  onPhoto: (file: File) => void;
  /** Instead of the camera, which cannot be used. */
  onFile: () => void;
  onClose: () => void;
}

/** Takes a photograph of a paper with the camera of this device; where it is refused, says so and offers a file. */
export function CameraPhoto({ onPhoto, onFile, onClose }: Props) {
  const t = useTranslations('identities.photo');
  const id = useId();
  const { video, problem, setProblem } = useCamera({ size: { width: 2_560, height: 1_440 } });
  const [isReady, setReady] = useState(false);
  const take = async () => {
    const file = video.current && (await photoOf(video.current, t('name')));
    if (file) onPhoto(file);
    else setProblem('busy');
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby={id} maxWidth="md" fullWidth>
      <DialogTitle id={id}>{t('title')}</DialogTitle>
      <DialogContent>
        {problem ? (
          <Alert severity="warning" role="alert">
            {t(`problem.${problem}`)}
          </Alert>
        ) : (
          <>
            <p>{t('hold')}</p>
            <video
              ref={video}
              className={styles.camera}
              muted
              playsInline
              autoPlay
              aria-label={t('picture')}
              onLoadedData={() => setReady(true)}
            />
          </>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('close')}</Button>
        {problem ? (
          <Button variant="contained" onClick={onFile}>
            {t('file')}
          </Button>
        ) : (
          <Button variant="contained" disabled={!isReady} onClick={() => void take()}>
            {t('take')}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

/** What is before the camera now; null where it has no picture. */
async function photoOf(video: HTMLVideoElement, name: string): Promise<File | null> {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  const context = canvas.getContext('2d');
  if (!context || video.videoWidth === 0) return null;
  context.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.92));
  return blob && new File([blob], `${name}.jpg`, { type: 'image/jpeg' });
}
