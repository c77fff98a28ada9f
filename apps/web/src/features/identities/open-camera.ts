/** Why nothing can be seen, as the browser names it (MDN, `getUserMedia`, exceptions). */
const problems = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'none',
  OverconstrainedError: 'none',
  NotReadableError: 'busy',
  AbortError: 'busy',
} as const;
export type CameraProblem = (typeof problems)[keyof typeof problems] | 'unsupported';

/** Rejects with the browser's reason; with nothing where there is no such thing as a camera (a page that is not secure). */
export async function openCamera({ width, height }: { width: number; height: number }): Promise<MediaStream> {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices?.getUserMedia) throw new TypeError('no camera here');
  return devices.getUserMedia({
    audio: false,
    // the one that looks away from the person who holds it, where there are two
    video: { facingMode: 'environment', width: { ideal: width }, height: { ideal: height } },
  });
}

export const cameraProblem = (error: unknown): CameraProblem =>
  error instanceof DOMException && error.name in problems
    ? problems[error.name as keyof typeof problems]
    : 'unsupported';
