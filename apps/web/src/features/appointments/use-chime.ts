import { useCallback, useEffect, useRef, useState } from 'react';

/** A short sound for who does not look up. Off until somebody turns it on: a browser makes none before it was touched. */
export function useChime() {
  const [isOn, setIsOn] = useState(false);
  const audio = useRef<AudioContext | null>(null);
  useEffect(() => () => void audio.current?.close(), []);
  const chime = useCallback(() => {
    const context = audio.current;
    if (!context) return;
    [660, 880].forEach((frequency, i) => {
      const [tone, volume] = [context.createOscillator(), context.createGain()];
      const at = context.currentTime + i * 0.25;
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0.2, at);
      volume.gain.exponentialRampToValueAtTime(0.001, at + 0.5);
      tone.connect(volume).connect(context.destination);
      tone.start(at);
      tone.stop(at + 0.5);
    });
  }, []);
  const toggle = () => {
    if (isOn) {
      void audio.current?.close();
      audio.current = null;
    } else audio.current = new AudioContext();
    setIsOn(!isOn);
    // whoever turns it on hears that it works
    if (!isOn) chime();
  };
  return { isOn, toggle, chime };
}
