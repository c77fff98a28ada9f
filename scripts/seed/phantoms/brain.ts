import { Random } from '../random.ts';
import type { Canvas } from './canvas.ts';

/** Heights in mm from the base of the skull (0) to the vertex. */
export const headHeight = 160;
const levels = {
  scalp: 880,
  bone: 60,
  fluid: 150,
  grey: 430,
  white: 640,
  deep: 500,
  muscle: 360,
  air: 12,
} as const;

const ball = (z: number, centre: number, radius: number): number =>
  Math.sqrt(Math.max(0, 1 - ((z - centre) / radius) ** 2));

/** Paints the T1-weighted slice at height `z`, arbitrary signal units. `stroke` darkens the left middle cerebral territory. */
export function paintBrain(c: Canvas, z: number, stroke: boolean): void {
  c.fill(levels.air);
  const skull = z < 60 ? 0.88 + (z / 60) * 0.12 : ball(z, 60, 102);
  if (skull < 0.05) return;
  const a = 76 * skull,
    b = 94 * skull;
  c.ellipse(0, 0, a + 8, b + 8, levels.scalp);
  c.ellipse(0, 0, a + 4, b + 4, levels.bone);
  c.ellipse(0, 0, a - 1, b - 1, levels.fluid);
  if (z < 34) {
    base(c, z);
    return;
  }
  // the cortex: two hemispheres whose edge is folded; the folds drift with height
  const folds = (phase: number) => (angle: number) =>
    1 -
    0.045 * (1 + Math.sin(19 * angle + phase + z * 0.11)) * (0.6 + 0.4 * Math.sin(7 * angle - z * 0.07)) -
    0.02 * Math.sin(31 * angle + z * 0.2);
  const inner = (phase: number) => (angle: number) =>
    1 - 0.09 * (1 + Math.sin(19 * angle + phase + z * 0.11)) - 0.05 * Math.sin(11 * angle + z * 0.13);
  for (const side of [-1, 1]) {
    const x = side * a * 0.49;
    c.ellipse(x, 0, a * 0.485, b * 0.95, levels.grey, { wave: folds(side) });
    c.ellipse(x, 0, a * 0.43, b * 0.86, levels.white, { wave: inner(side) });
    c.ellipse(side * (a * 0.7), -8, 16 * skull, 2.2, levels.fluid, { turn: side * 0.35 }); // Sylvian fissure
  }
  c.ellipse(0, 0, 1.6, b * 0.9, levels.fluid); // falx
  c.ellipse(0, -6, 16 * ball(z, 96, 22), 30 * ball(z, 96, 30), levels.white); // corpus callosum
  const open = ball(z, 88, 24);
  for (const side of [-1, 1]) {
    c.ellipse(side * 15, 6, 17 * ball(z, 82, 22), 24 * ball(z, 82, 22), levels.deep, { turn: side * -0.2 }); // thalamus and nuclei
    c.ellipse(side * 20, -22, 9 * ball(z, 90, 22), 15 * ball(z, 90, 22), levels.deep, { turn: side * 0.35 });
    c.ellipse(side * 9, -20, 5.5 * open, 20 * open, levels.fluid, { turn: side * -0.25 });
    c.ellipse(side * 19, 26, 6 * open, 21 * open, levels.fluid, { turn: side * 0.35 });
  }
  if (z > 62 && z < 84) c.ellipse(0, 4, 3, 13, levels.fluid); // third ventricle
  if (z < 60) {
    c.ellipse(0, 30, 17, 16, levels.white);
    c.ellipse(0, 58, 52 * ball(z, 34, 30), 32 * ball(z, 34, 30), levels.grey, {
      wave: (t) => 1 + 0.03 * Math.sin(40 * t),
    });
  }
  if (stroke) {
    const k = ball(z, 92, 34),
      random = new Random(`stroke ${Math.round(z)}`);
    for (let i = 0; i < 9 && k > 0; i++)
      c.ellipse(46 + random.normal() * 7 * k, -4 + random.normal() * 15 * k, 13 * k, 15 * k, 215, {
        where: (v) => v > 380 && v < 700,
      });
  }
}

/** Below the cerebrum: cerebellum, brain stem, eyes, temporal poles, sinuses. */
function base(c: Canvas, z: number): void {
  c.ellipse(0, 0, 66, 84, levels.muscle);
  c.ellipse(0, 58, 54, 33, levels.grey, { wave: (t) => 1 + 0.03 * Math.sin(42 * t + z) });
  c.ellipse(0, 58, 40, 20, levels.white, { wave: (t) => 1 + 0.2 * Math.sin(16 * t) });
  c.ellipse(0, 40, 5, 5, levels.fluid);
  c.ellipse(0, 24, 16, 15, levels.white);
  for (const side of [-1, 1]) {
    c.ellipse(side * 46, -6, 24, 26, levels.grey, { wave: (t) => 1 + 0.05 * Math.sin(13 * t + z * 0.2) });
    c.ellipse(side * 45, -5, 16, 18, levels.white, { wave: (t) => 1 + 0.1 * Math.sin(9 * t) });
    if (z > 8) {
      c.ellipse(side * 32, -70, 20, 22, levels.scalp);
      c.ellipse(side * 32, -76, 12.5, 12.5, levels.fluid);
      c.ellipse(side * 32, -86, 5, 3, 420);
      c.ellipse(side * 26, -52, 2.5, 16, levels.muscle, { turn: side * -0.25 });
    }
    c.ellipse(side * 10, -62, 6, 22, levels.air);
  }
}
