import { isTimeZone } from './days.ts';

/** ISO 4217's "no currency": stands for one a platform does not tell, or tells in a way nothing can be booked in. */
export const NO_CURRENCY = 'XXX';
/** Stands for a zone that is not told; nothing is read of such an account. */
export const NO_TIME_ZONE = 'UTC';

/** In what an ad account's figures are counted. `problem` names what was told and cannot be used; both are then not known. */
export type AccountBasis = { currency: string; timeZone: string; problem: string | null };

/**
 * What a platform says of an account's currency and zone. By shape only: a currency younger than our tables is one all the same, but a
 * zone the machine does not know has days nobody here can tell.
 */
export function accountBasis(currency: string | null, timeZone: string | null): AccountBasis {
  const unknown = (problem: string | null): AccountBasis => ({
    currency: NO_CURRENCY,
    timeZone: NO_TIME_ZONE,
    problem,
  });
  if (currency !== null && !/^[A-Z]{3}$/.test(currency)) return unknown(`CURRENCY_NOT_KNOWN: ${currency.slice(0, 60)}`);
  if (timeZone !== null && !isTimeZone(timeZone)) return unknown(`TIME_ZONE_NOT_KNOWN: ${timeZone.slice(0, 60)}`);
  return { currency: currency ?? NO_CURRENCY, timeZone: timeZone ?? NO_TIME_ZONE, problem: null };
}
