import { setScheduleInput } from '../../../src/contract/schedules.ts';

/** Whether the contract refuses a change of a rule. */
export const refusedRule = (change: unknown): boolean =>
  !setScheduleInput.safeParse({ clients: [null], change }).success;
