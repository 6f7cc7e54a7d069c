import { defineMessages } from '../../words/text.ts';

/** The status line of tray and taskbar, the next run, and what needs a person. */
export const activity = defineMessages('activity', {
  paused: 'Paused',
  pausedUntil: 'Paused until {time}',
  pausedUntilResumed: 'Paused until resumed',
  offline: 'Offline · imports start when you reconnect',
  battery: 'Imports wait for mains power',
  metered: 'Imports wait for a network that is not metered',
  importing: 'Importing {client}',
  importingOf: 'Importing {at} of {all}',
  waiting: 'Waiting for a platform',
  noClients: 'No clients yet',
  someUpToDate: '{clients, plural, one {{good} of # clients up to date} other {{good} of # clients up to date}}',
  someUpToDateAt:
    '{clients, plural, one {{good} of # clients up to date · {time}} other {{good} of # clients up to date · {time}}}',
  upToDate: '{clients, plural, one {Client up to date} other {All # clients up to date}}',
  upToDateAt: '{clients, plural, one {Client up to date · {time}} other {All # clients up to date · {time}}}',
  nextSoon: 'Next run as soon as possible',
  next: 'Next run {time}',
  nextHere: "Next run {time}, this computer's time",
  tomorrow: 'tomorrow {clock}',

  alertOf: '{client}: {alert}',
  expired: '{label}: sign-in expired',
  expiring: '{label}: sign-in expires soon',
  importFailed: '{client}: import failed',
});
