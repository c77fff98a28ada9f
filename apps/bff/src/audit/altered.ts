import { randomUUID } from 'node:crypto';
import type { AlteredRow } from '../session/row-marks.ts';
import type { AuditRecorder } from './audit.ts';

/** A row of rights that was made or changed beside the application: into the trail, and into the log for who watches the machine. */
export function tellAltered(
  audit: AuditRecorder,
  log: (row: Pick<AlteredRow, 'table' | 'id' | 'how'>) => void,
): (row: AlteredRow) => Promise<void> {
  return async ({ table, id, how, userId, userName, patientId }) => {
    log({ table, id, how });
    await audit.record({
      action: 'R',
      operation: table === 'session' ? 'session.altered' : 'emergency.altered',
      feature: table === 'session' ? null : 'emergency',
      access: 'read',
      outcome: 'denied',
      reason: how,
      patientId,
      emergency: table === 'session' ? null : id,
      resources: [],
      user: { id: userId, name: userName, role: null },
      remoteAddress: '',
      requestId: randomUUID(),
    });
  };
}
