import { TRPCError } from '@trpc/server';
import { patientProcedure, router } from '../../trpc.ts';
import type { LiveEvent } from './view.ts';

export const liveRouter = router({
  /** Server-sent events: what changed on this chart, until the session ends or access is taken away. */
  chart: patientProcedure('live', 'read').subscription(async function* (): AsyncGenerator<LiveEvent> { throw new TRPCError({ code: 'METHOD_NOT_SUPPORTED' }); }),
});
