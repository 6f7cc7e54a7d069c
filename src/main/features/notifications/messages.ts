import { defineMessages } from '../../../words/text.ts';

/** What a person is told while they look elsewhere. No money and no results: it may stand on a lock screen. */
export const m = defineMessages('notification', {
  failed: '{clients, plural, one {Import finished: # client failed} other {Import finished: # clients failed}}',
  failedAll: 'Open Imports to see why and what to do.',
  failedSome:
    '{good, plural, one {# client up to date.} other {# clients up to date.}} Open Imports to see why the others failed.',
  finished: 'Import finished',
  finishedBody: '{clients, plural, one {# client up to date.} other {# clients up to date.}}',
  signIn: '{platform}: sign in again',
  signInBody:
    'A sign-in has expired. {accounts, plural, one {# ad account is not updated until you sign in again.} other {# ad accounts are not updated until you sign in again.}}',
  expiresToday: '{platform}: a sign-in expires within a day',
  expires: '{platform}: {days, plural, one {a sign-in expires in # day} other {a sign-in expires in # days}}',
  expiresBody:
    '{accounts, plural, one {Sign in again to keep # ad account up to date.} other {Sign in again to keep # ad accounts up to date.}}',
});
