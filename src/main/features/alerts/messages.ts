import { defineMessages } from '../../../words/text.ts';

/** What a person is told of without having asked (rules.ts). No money and no results: it may stand on a lock screen. */
export const m = defineMessages('alert', {
  disabled: '{client}: ad account {state}',
  failing: 'Imports of {client} keep failing',
  failingBody:
    '{platform}: {count, plural, one {the last # import failed.} other {the last # imports failed.}} {reason}',
  failingBodyUnexplained:
    '{platform}: {count, plural, one {the last # import failed.} other {the last # imports failed.}}',
  gap: 'Figures of {client} do not add up',
  gapBody:
    '{platform}: {days, plural, one {the parts differ from their sums on # day.} other {the parts differ from their sums on # days.}} Data health names what is missing.',
  withheld: '{client}, {platform}: some figures are withheld',
  atRisk: '{client}, {platform}: {days, plural, one {# day about to be lost} other {# days about to be lost}}',
  atRiskBody:
    '{platform} keeps {months, plural, one {# month} other {# months}}. {first} and later days are not stored and can be read for {days, plural, one {# day} other {# days}} at most.',
  expired: '{platform} sign-in expired',
  expiredBody:
    '{label}: {clients, plural, one {# client cannot be imported until you sign in again.} other {# clients cannot be imported until you sign in again.}}',
  expiredBodyOne: '{label}: {client} cannot be imported until you sign in again.',
  expiring: '{platform} sign-in expires in {days, plural, one {# day} other {# days}}',
  expiringBody:
    '{label}: {clients, plural, one {# client can be imported until then.} other {# clients can be imported until then.}} Sign in again to go on.',
  expiringBodyOne: '{label}: {client} can be imported until then. Sign in again to go on.',
  staleClients: 'No new figures for {clients, plural, one {# client} other {# clients}}',
  staleClientsBody: 'Nothing was imported for more than two days. Import now, or look at the schedules.',
  stale: 'No new figures of {client}',
  staleBody: '{platform}: nothing was imported for more than two days.',
  diskLow: 'The disk is almost full',
  diskLowBody:
    'Less than 1 GB is left where Tidemark keeps its data. Imports stop when nothing is left; what is stored stays.',

  gone: 'There is no such alert any more.',
});
