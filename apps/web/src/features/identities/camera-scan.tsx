'use client';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useTranslations } from 'next-intl';
import { useEffect, useId, useRef } from 'react';
import styles from './identities.module.css';
import { readPicture } from './read-picture.ts';
import { useCamera } from './use-camera.ts';

interface Props {
  onRead: (text: string) => void;
  onClose: () => void;
}

const pauseMs = 150;
/** Wider is slower to look through, and shows no more of a code that is held near. */
const widest = 900;

/** Reads a datamatrix with the camera of this device. No picture leaves it, and none is kept. */
export function CameraScan({ onRead, onClose }: Props) {
  const t = useTranslations('identities.camera');
  const id = useId();
  const read = useRef(onRead);
  useEffect(() => {
    read.current = onRead;
  });
  const { video, problem, again } = useCamera({
    size: { width: 1280, height: 720 },
    look: (picture) => {
      const canvas = document.createElement('canvas');
      let timer: number | undefined;
      const look = () => {
        const text = pictureOf(picture, canvas);
        if (text !== null) read.current(text);
        else timer = window.setTimeout(look, pauseMs);
      };
      look();
      return () => window.clearTimeout(timer);
    },
  });
  return (
    <Dialog open onClose={onClose} aria-labelledby={id} maxWidth="sm" fullWidth>
      <DialogTitle id={id}>{t('title')}</DialogTitle>
      <DialogContent>
        {problem ? (
          <Alert severity="warning" role="alert">
            {t(`problem.${problem}`)}
          </Alert>
        ) : (
          <>
            <p role="status">{t('hold')}</p>
            <video
              ref={video}
              className={styles.camera}
              muted
              playsInline
              autoPlay
              aria-label={t('picture')}
            />
          </>
        )}
        <p className="muted">{t('privacy')}</p>
      </DialogContent>
      <DialogActions>
        {problem && problem !== 'unsupported' && (
          <Button variant="outlined" onClick={again}>
            {t('again')}
          </Button>
        )}
        <Button onClick={onClose}>{t('close')}</Button>
      </DialogActions>
    </Dialog>
  );
}

function pictureOf(video: HTMLVideoElement, canvas: HTMLCanvasElement): string | null {
  if (video.videoWidth === 0) return null;
  const scale = Math.min(1, widest / video.videoWidth);
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  return readPicture(context.getImageData(0, 0, canvas.width, canvas.height));
}
