import { z } from 'zod';
import type { PrismaClient } from '../database/client.ts';
import { readSetting, writeSetting, type Author, type Stored } from './store.ts';

/** Breaking the glass: how long it lasts, what it asks for, and when its misuse takes it away. */
export const emergencySettingsSchema = z.object({
  minutes: z.number().int().min(5).max(480),
  minimumReasonLength: z.number().int().min(20).max(500),
  /** This many uses judged unjustified … */
  unjustifiedUses: z.number().int().min(1).max(20),
  /** … within this many days suspend the possibility. */
  withinDays: z.number().int().min(7).max(365),
});
export type EmergencySettings = z.infer<typeof emergencySettingsSchema>;
export const defaultEmergencySettings: EmergencySettings = { minutes: 60, minimumReasonLength: 20, unjustifiedUses: 3, withinDays: 90 };

const name = 'emergency';

/** What holds now. Rejects when the database is away; a row that does not read as these settings is an error, never a default. */
export async function emergencySettings(db: Pick<PrismaClient, 'setting'>): Promise<EmergencySettings> { return (await storedEmergencySettings(db)).value; }

export function storedEmergencySettings(db: Pick<PrismaClient, 'setting'>): Promise<Stored<EmergencySettings>> { return readSetting(db, name, emergencySettingsSchema, defaultEmergencySettings); }

/** False when somebody else changed them since `version`. */
export function saveEmergencySettings(db: Pick<PrismaClient, 'setting'>, value: EmergencySettings, version: number, author: Author): Promise<boolean> { return writeSetting(db, name, value, version, author); }
