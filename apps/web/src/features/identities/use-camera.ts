import { useEffect, useRef, useState, type RefObject } from 'react';
import { cameraProblem, openCamera, type CameraProblem } from './open-camera.ts';

interface Options {
  /** The picture that is asked for, in pixels; a camera gives what it has. */
  size: { width: number; height: number };
  /** Looks at the pictures once there are some; what it answers ends that. */
  look?: (video: HTMLVideoElement) => () => void;
}

/** The camera of this device, shown in `video` while the component is there; no picture leaves it. `again` asks for it once more. */
export function useCamera({ size: { width, height }, look }: Options): {
  video: RefObject<HTMLVideoElement | null>;
  problem: CameraProblem | null;
  setProblem: (problem: CameraProblem) => void;
  again: () => void;
} {
  const video = useRef<HTMLVideoElement>(null);
  const [problem, setProblem] = useState<CameraProblem | null>(null);
  const [turn, setTurn] = useState(0);
  const looks = useRef(look);
  useEffect(() => {
    looks.current = look;
  });
  useEffect(() => {
    let stream: MediaStream | null = null;
    let endLook: (() => void) | undefined;
    let isOver = false;
    const stop = () => {
      isOver = true;
      endLook?.();
      stream?.getTracks().forEach((track) => track.stop());
    };
    openCamera({ width, height }).then(
      (opened) => {
        stream = opened;
        if (isOver || !video.current) return stop();
        video.current.srcObject = opened;
        void video.current.play().catch(() => undefined); // it plays by itself once it has a picture
        endLook = looks.current?.(video.current);
      },
      (error: unknown) => !isOver && setProblem(cameraProblem(error)),
    );
    return stop;
  }, [turn, width, height]);
  return {
    ...{ video, problem, setProblem },
    again: () => {
      setProblem(null);
      setTurn((n) => n + 1);
    },
  };
}
