'use client';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useTranslations } from 'next-intl';
import { useEffect, useId, useRef, useState } from 'react';
import styles from './identities.module.css';
import { cameraProblem, openCamera, type CameraProblem } from './open-camera.ts';
import { readPicture } from './read-picture.ts';

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
  const video = useRef<HTMLVideoElement>(null);
  const [problem, setProblem] = useState<CameraProblem | null>(null);
  const [turn, setTurn] = useState(0);
  const read = useRef(onRead);
  useEffect(() => {
    read.current = onRead;
  });
  useEffect(() => {
    let stream: MediaStream | null = null;
    let timer: number | undefined;
    let isOver = false;
    const canvas = document.createElement('canvas');
    const look = () => {
      const text = video.current ? pictureOf(video.current, canvas) : null;
      if (text !== null) read.current(text);
      else timer = window.setTimeout(look, pauseMs);
    };
    const stop = () => {
      isOver = true;
      window.clearTimeout(timer);
      stream?.getTracks().forEach((track) => track.stop());
    };
    openCamera({ width: 1280, height: 720 }).then(
      (opened) => {
        stream = opened;
        if (isOver || !video.current) return stop();
        video.current.srcObject = opened;
        void video.current.play().catch(() => undefined); // it plays by itself once it has a picture
        look();
      },
      (error: unknown) => !isOver && setProblem(cameraProblem(error)),
    );
    return stop;
  }, [turn]);
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
          <Button
            variant="outlined"
            onClick={() => {
              setProblem(null);
              setTurn((n) => n + 1);
            }}
          >
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
