import { agenda } from './agenda.ts';
import { arrived, clashSeen, listClashes } from './arrived.ts';
import { listBookings, unsettled } from './bookings.ts';
import { listKinds, listResources, putKind, putResource } from './catalogue.ts';
import { touched } from './changes.ts';
import type { Engine } from './engine.ts';
import { find } from './find.ts';
import { historyOf } from './history.ts';
import { namedHolidays } from './holidays.ts';
import { move } from './move.ts';
import type { OperationAnswer, OperationName, OperationRequest } from './operations.ts';
import { reserve } from './reserve.ts';
import { listRules, previewRules, putRule, removeRule } from './rules.ts';
import { slots } from './slots.ts';
import { step } from './steps.ts';
import { listWaiting, putWaiting, withdraw } from './waiting.ts';

/** What does each operation. */
export const handlers: {
  [Name in OperationName]: (engine: Engine, asked: OperationRequest<Name>) => Promise<OperationAnswer<Name>>;
} = {
  'resources.list': listResources,
  'resources.put': putResource,
  'kinds.list': listKinds,
  'kinds.put': putKind,
  'rules.list': listRules,
  'rules.put': putRule,
  'rules.remove': removeRule,
  'rules.preview': previewRules,
  'holidays.list': ({ holidays }, { from, until }) =>
    Promise.resolve({
      holidays: namedHolidays(holidays, new Date(from), new Date(until)).filter(
        ({ day }) => from <= day && day <= until,
      ),
    }),
  agenda,
  slots,
  find,
  reserve,
  move,
  step,
  'bookings.list': listBookings,
  'bookings.history': historyOf,
  'bookings.unsettled': unsettled,
  arrived,
  touched,
  'clashes.list': listClashes,
  'clashes.seen': clashSeen,
  'waiting.put': putWaiting,
  'waiting.list': listWaiting,
  'waiting.withdraw': withdraw,
};
