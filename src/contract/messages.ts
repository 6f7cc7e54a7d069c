import { defineMessages } from '../words/text.ts';

/** What a person is told of without having asked (alert-kinds.ts). */
export const alertKindMessages = defineMessages('alert-kind', {
  repeatedFailure: 'Imports keep failing',
  signInExpired: 'Sign-in expired',
  signInExpiring: 'Sign-in expires soon',
  gap: 'Figures do not add up',
  optInNeeded: 'The platform withholds figures',
  retentionAtRisk: 'Days about to be lost',
  diskLow: 'Disk almost full',
  stale: 'No new figures',
  accountDisabled: 'Ad account disabled',
});

/** What a report is made of (report-sections.ts). */
export const sectionMessages = defineMessages('report-section', {
  summary: 'Summary',
  kpis: 'Key figures',
  trend: 'Trend',
  channels: 'Channels',
  campaigns: 'Top campaigns',
  changes: 'What we did',
  next: 'Next steps',
});

/** The words of the field (vocabulary.ts, datasets.ts). Names of platforms and of their applications are nobody's to translate. */
export const fieldMessages = defineMessages('field', {
  adSet: 'Ad set',
  adGroup: 'Ad group',

  byNone: 'No breakdown',
  byHour: 'Hour',
  byAge: 'Age',
  byGender: 'Gender',
  byAgeGender: 'Age and gender',
  byCountry: 'Country',
  byRegion: 'Region',
  byPublisher: 'Platform',
  byPlacement: 'Placement',
  byDevice: 'Device',
  byPublisherDevice: 'Platform and device',
  byNetwork: 'Network',
  byConversionAction: 'Conversion action',
  byGeo: 'Country or area of the person',
});

/** What a note on a day is about (annotations.ts). */
export const noteKindMessages = defineMessages('note-kind', {
  note: 'Note',
  creative: 'New creative',
  budget: 'Budget',
  promotion: 'Promotion',
  tracking: 'Tracking',
  outage: 'Outage',
});

/** What a client's own name for conversions is (client-profile.ts). */
export const conversionKindMessages = defineMessages('conversion-kind', {
  lead: 'Lead',
  purchase: 'Purchase',
  reservation: 'Reservation',
  step: 'Funnel step',
  other: 'Other',
});

/** What is wrong with a request's words; values are numbers and examples that are written the same everywhere. */
export const inputMessages = defineMessages('input', {
  dayForm: 'A day is written YYYY-MM-DD.',
  noSuchDay: 'There is no such day in the calendar.',
  yearOut: 'Ad platforms have no figures before 2000 or after 2099: check the year.',
  asKnownForm: 'Write a day (2026-11-21) or an instant with its zone (2026-11-21T09:30:00Z).',
  instantForm: 'Write an instant with its zone (2026-11-21T09:30:00Z).',
  wholeMicros: 'Amounts are whole micros.',
  rangeTurned: 'The range ends before it begins: swap the two days.',
  rangeLong: 'A range is ten years at most: check the year.',
  noteEmpty: 'Write what happened.',
  noteLong: 'A note is 500 letters at most.',
  lineEmpty: 'Write something, or take it away.',
  lineLong: 'Write {most} letters at most.',
  nameTaken: 'Choose another name.',
  noConversion: 'Choose at least one conversion.',
  amountAboveZero: 'Write an amount above zero.',
  tagsMost: '{most} tags at most.',
  currencyForm: 'A currency is written with three capital letters, like EUR.',
  namesMost: '30 names at most.',
  pinnedMost: '{most} clients can be pinned.',
  viewNameEmpty: 'Give the view a name.',
  viewNameLong: 'A name is 60 letters at most.',
  viewLarge: 'There is too much in this view to keep it.',
});

/** What an error says when nothing more exact is known of it (errors.ts). */
export const errorMessages = defineMessages('error', {
  badInput: 'Something in the request is not right.',
  notFound: 'There is nothing by that name.',
  platformRefused: 'The ad platform did not accept the request.',
  secretsUnavailable: 'Sign-ins cannot be unlocked.',
  workspaceUnavailable: 'The workspace cannot be opened.',
  alreadyRunning: 'That is already running.',
  internal: 'Something went wrong inside Tidemark.',
});
