import { Random } from '../random.ts';
import type { Canvas } from './canvas.ts';

/** Heights in mm from the apex of the lungs (0) down to the upper abdomen. */
export const thoraxHeight = 300;
export interface ThoraxOptions {
  noduleRadius?: number;
  heart?: number;
  pneumonia?: boolean;
}

interface Tube {
  z0: number;
  z1: number;
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  r0: number;
  r1: number;
}

/** Pulmonary vessels: branching tubes from each hilum outwards, the same on every run. */
const vessels: readonly Tube[] = (() => {
  const random = new Random('pulmonary vessels'),
    list: Tube[] = [];
  const grow = (
    x: number,
    y: number,
    z: number,
    dx: number,
    dy: number,
    dz: number,
    r: number,
    depth: number,
  ) => {
    const length = 16 + random.next() * 14,
      x1 = x + dx * length,
      y1 = y + dy * length,
      z1 = z + dz * length;
    list.push({ z0: z, z1, x0: x, y0: y, x1, y1, r0: r, r1: r * 0.8 });
    if (depth === 0) return;
    for (let i = 0; i < 2; i++) {
      const nx = dx + random.normal() * 0.42,
        ny = dy + random.normal() * 0.42,
        nz = dz + random.normal() * 0.42,
        n = Math.hypot(nx, ny, nz) || 1;
      grow(x1, y1, z1, nx / n, ny / n, nz / n, r * 0.74, depth - 1);
    }
  };
  for (const side of [-1, 1])
    for (let i = 0; i < 10; i++) {
      const a = (i / 10) * Math.PI * 2;
      const dy = Math.cos(a) * 0.55,
        dz = Math.sin(a) * 0.85,
        n = Math.hypot(0.7, dy, dz);
      grow(side * 34, 8, 108, (side * 0.7) / n, dy / n, dz / n, 4.2, 4);
    }
  return list;
})();

const ball = (z: number, centre: number, radius: number): number =>
  Math.sqrt(Math.max(0, 1 - ((z - centre) / radius) ** 2));

/** Paints the slice at height `z` in Hounsfield units. */
export function paintThorax(c: Canvas, z: number, o: ThoraxOptions = {}): void {
  c.fill(-1000);
  c.ellipse(0, 168, 200, 14, -650, {});
  c.ellipse(0, 150, 200, 20, -1000); // the table
  const shoulder = z < 40 ? (40 - z) / 40 : 0,
    girth = 1 + Math.max(0, z - 180) / 2000;
  c.ellipse(0, 0, (170 + shoulder * 16) * girth, 118 - shoulder * 14, -105); // skin and fat
  c.ellipse(0, 0, (156 + shoulder * 20) * girth, 106 - shoulder * 12, 52); // muscles
  if (z < 55)
    for (const side of [-1, 1]) {
      c.ellipse(side * (150 + shoulder * 12), 10, 15 * (1 - z / 60) + 6, 16, 350);
      c.ellipse(side * 112, 62, 34, 5, 330, { turn: side * -0.5 });
    }
  // ribs: a shell around the lungs, cut in bands that run down towards the front
  const cage = Math.min(1, 0.55 + z / 170);
  for (let i = 0; i < 120; i++) {
    const angle = (i / 120) * Math.PI * 2,
      x = Math.cos(angle) * 134 * cage,
      y = Math.sin(angle) * 92 * cage;
    const phase = (((z + y * 0.28 + Math.abs(x) * (y > 0 ? -0.24 : 0.34) + 300) % 25) + 25) % 25; // down and outwards behind, up again in front
    if (phase < 10 && !(y < -70 * cage && Math.abs(x) < 34)) {
      c.ellipse(x, y, 6.5, 4.2, 420, { turn: angle + Math.PI / 2 });
      c.ellipse(x, y, 4, 2, 180, { turn: angle + Math.PI / 2 });
    }
  }
  const lungs = z > 4 ? Math.min(1, Math.sqrt(z / 95)) : 0,
    bottom = z > 150;
  for (const side of [-1, 1]) {
    const base = 1 - (bottom ? Math.max(0, z - 225) / 200 : 0);
    c.ellipse(side * (70 + (1 - lungs) * -18), 2, 56 * lungs * base, 84 * lungs * base, -860);
  }
  paintMediastinum(c, z, o);
  // liver under the right dome, spleen and stomach under the left one
  c.ellipse(-62, -8, 84 * ball(z, 290, 96), 82 * ball(z, 290, 96), 62);
  c.ellipse(80, 22, 60 * ball(z, 296, 82), 62 * ball(z, 296, 82), 52);
  c.ellipse(62, -28, 36 * ball(z, 300, 60), 32 * ball(z, 300, 60), 30);
  c.ellipse(58, -44, 20 * ball(z, 296, 40), 11 * ball(z, 296, 40), -950);
  for (const t of vessels) {
    const low = Math.min(t.z0, t.z1),
      high = Math.max(t.z0, t.z1);
    if (z < low - 2 || z > high + 2) continue;
    const part = high - low < 1 ? 0.5 : Math.min(1, Math.max(0, (z - t.z0) / (t.z1 - t.z0)));
    const steps = high - low < 4 ? 5 : 1; // a vessel lying in the slice is drawn along its length
    for (let i = 0; i < steps; i++) {
      const p = steps === 1 ? part : i / (steps - 1),
        r = t.r0 + (t.r1 - t.r0) * p;
      c.ellipse(t.x0 + (t.x1 - t.x0) * p, t.y0 + (t.y1 - t.y0) * p, r, r, 45, {
        where: (before) => before < -500,
      });
    }
  }
  if (o.noduleRadius) {
    const r = o.noduleRadius * ball(z, 62, o.noduleRadius);
    c.ellipse(-78, -22, r, r, 38, { wave: (a) => 1 + 0.12 * Math.sin(5 * a) });
  }
  if (o.pneumonia) {
    const random = new Random(`pneumonia ${Math.round(z)}`);
    for (let i = 0; i < 26; i++) {
      const k = ball(z, 205, 42);
      if (k > 0)
        c.ellipse(-82 + random.normal() * 24 * k, 26 + random.normal() * 20 * k, 11 * k, 9 * k, -120, {
          where: (b) => b < -300,
        });
    }
  }
  paintSpine(c, z);
}

function paintMediastinum(c: Canvas, z: number, o: ThoraxOptions): void {
  const heart = o.heart ?? 1,
    soft = (b: number) => b < 0;
  c.ellipse(0, 14, 26, 58, 22);
  c.ellipse(0, -58, 20, 26, -70, { where: soft }); // fat behind the sternum
  c.ellipse(22 * heart, -18, 66 * heart * ball(z, 190, 66), 56 * ball(z, 190, 66), 44, { turn: 0.45 });
  c.ellipse(-14, -6, 40 * ball(z, 178, 52), 44 * ball(z, 178, 52), 46);
  c.ellipse(40 * heart, -26, 26 * heart * ball(z, 198, 40), 22 * ball(z, 198, 40), 38, { turn: 0.45 });
  if (z > 62 && z < 165) c.ellipse(-12, -16, 17, 17, 48); // ascending aorta
  if (z >= 50 && z <= 78) c.ellipse(8, 14, 15, 42, 48, { turn: -0.5 }); // arch
  if (z > 60) c.ellipse(26 - (z > 200 ? 8 : 0), 50, 13, 13, 48); // descending aorta
  if (z > 60 && z < 180) c.ellipse(-30, -10, 9, 11, 44); // superior vena cava
  if (z > 92 && z < 118) {
    c.ellipse(6, -14, 30, 11, 46, { turn: -0.25 });
    c.ellipse(-24, 4, 24, 10, 46);
  } // pulmonary arteries
  c.ellipse(4, 34, 8, 6, 30);
  c.ellipse(4, 34, 2.5, 1.5, -600); // oesophagus
  if (z < 92) {
    c.ellipse(0, 8, 11, 11.5, 40);
    c.ellipse(0, 8, 9, 9.5, -990);
  } else if (z < 138)
    for (const side of [-1, 1]) {
      const x = side * (8 + (z - 92) * 0.75);
      c.ellipse(x, 10, 8.4, 8.4, 40);
      c.ellipse(x, 10, 6.4, 6.4, -980);
    }
  if (z < 30) {
    for (const side of [-1, 1]) {
      c.ellipse(side * 17, -6, 11, 14, 95);
      c.ellipse(side * 27, 6, 5, 5, 48);
    }
  } // thyroid and carotids
  if (z > 58 && z < 210) {
    c.ellipse(0, -94, 17, 7, 330);
    c.ellipse(0, -94, 14, 4.5, 120);
  } // sternum
  if (z < 40)
    for (const side of [-1, 1]) c.ellipse(side * (40 + z), -74 + z * 0.2, 28, 6, 380, { turn: side * 0.35 }); // clavicles
}

function paintSpine(c: Canvas, z: number): void {
  const disc = z % 24 > 18;
  if (disc) c.ellipse(0, 72, 19, 15, 85);
  else {
    c.ellipse(0, 72, 20, 16, 520);
    c.ellipse(0, 72, 17.5, 13.5, 190);
  }
  c.ellipse(0, 97, 15, 13, 430);
  c.ellipse(0, 95, 10, 9, 15);
  c.ellipse(0, 95, 5.5, 4.5, 38); // arch, canal, cord
  if (z % 24 < 14) {
    c.ellipse(0, 112, 3.5, 12, 430);
    for (const side of [-1, 1]) c.ellipse(side * 24, 90, 14, 4.5, 400, { turn: side * 0.3 });
  }
}
