import { z } from 'zod';
import type { PrismaClient } from '../database/client.ts';
import { readSetting, writeSetting, type Author, type Stored } from '../settings/store.ts';

/** Whole numbers between these, both included. */
export const emergencyRanges = {
  minutes: [5, 480],
  minimumReasonLength: [20, 500],
  /** This many uses judged unjustified … */
  unjustifiedUses: [1, 20],
  /** … within this many days suspend the possibility. */
  withinDays: [7, 365],
} as const;
const within = ([low, high]: readonly [number, number]) => z.number().int().min(low).max(high);

/** Breaking the glass: how long it lasts, what it asks for, and when its misuse takes it away. */
export const emergencySettingsSchema = z.object({
  minutes: within(emergencyRanges.minutes),
  minimumReasonLength: within(emergencyRanges.minimumReasonLength),
  unjustifiedUses: within(emergencyRanges.unjustifiedUses),
  withinDays: within(emergencyRanges.withinDays),
});
export type EmergencySettings = z.infer<typeof emergencySettingsSchema>;
const defaultEmergencySettings: EmergencySettings = {
  minutes: 60,
  minimumReasonLength: 20,
  unjustifiedUses: 3,
  withinDays: 90,
};

const name = 'emergency';

/** What holds now. Rejects when the database is away; a row that does not read as these settings is an error, never a default. */
export async function emergencySettings(db: Pick<PrismaClient, 'setting'>): Promise<EmergencySettings> {
  return (await storedEmergencySettings(db)).value;
}

export function storedEmergencySettings(
  db: Pick<PrismaClient, 'setting'>,
): Promise<Stored<EmergencySettings>> {
  return readSetting(db, name, emergencySettingsSchema, defaultEmergencySettings);
}

/** False when somebody else changed them since `version`. */
export function saveEmergencySettings(
  db: Pick<PrismaClient, 'setting'>,
  value: EmergencySettings,
  version: number,
  author: Author,
): Promise<boolean> {
  return writeSetting(db, name, value, version, author);
}
