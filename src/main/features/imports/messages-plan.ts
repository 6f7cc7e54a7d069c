import { defineMessages } from '../../../words/text.ts';

/** Why an import asks for what it asks for (plan-words.ts), one sentence per reason. */
export const m = defineMessages('plan', {
  stretch: '{from} to {to}',
  moreStretches: '{more, plural, one {{shown} and # more stretch} other {{shown} and # more stretches}}',

  ofAccount: 'the ad account',
  ofCampaigns: 'campaigns',
  ofAdGroups: 'ad groups',
  ofAds: 'ads',
  months: 'months of {level}',
  ranges: 'whole ranges of {level}',
  hours: 'hours of {level}',
  breakdown: '{breakdown} of {level}',

  first:
    'First import: {count, plural, one {the last # day and today so far} other {the last # days and today so far}}.',
  firstToday: 'First import: today so far.',
  chosen: 'The range you chose, whatever of it is here already.',
  notHere: '{count, plural, one {# day that are not here yet} other {# days that are not here yet}}: {stretches}.',
  dailyHere: 'The daily figures are all here; of hours, breakdowns or months some are not.',
  allHere: 'Of these days none is missing.',
  complete: 'Left as it is, because it is complete: {names}.',
  today: 'Today so far.',
  notRead: '{count, plural, one {# day not read yet} other {# days not read yet}}: {stretches}.',
  again:
    '{count, plural, one {# day} other {# days}} again: a day is read again until {lookBack, plural, one {# day} other {# days}} after it, because the platform may still correct it.',
  againWindow:
    "{count, plural, one {# day} other {# days}} again: a day is read again until {lookBack, plural, one {# day} other {# days}} after it, the ad account's longest conversion window, because the platform may still correct it.",
  gaps: '{count, plural, one {# day missing among those that are here} other {# days missing among those that are here}}: {stretches}.',
  left: '{count, plural, one {# day earlier imports did not get, or read before they were final} other {# days earlier imports did not get, or read before they were final}}: {stretches}.',
  restated:
    "{count, plural, one {# day again in whole} other {# days again in whole}}, because the platform's interface moved from {before} to {after} and may count conversions differently: {stretches}.",
  forced: '{count, plural, one {# day again because you asked for it.} other {# days again because you asked for it.}}',
  goFirst:
    '{count, plural, one {# day go first} other {# days go first}}: after {day} the platform no longer has the oldest of them.',
  someGoFirst: 'Some go first: after {day} the platform no longer has the oldest of them.',

  requests: '{count, plural, one {# request for {names}.} other {# requests for {names}.}}',
  putOff:
    "{count, plural, one {# request put off} other {# requests put off}}, because the platform's quota for today does not suffice: {names}.",
  notEveryDay: 'Not every day: {names}.',
  notEveryDayUntil: 'Not every day, again on {day}: {names}.',
  failing: '{what} from {from} to {to} failed again and again: asked again on {day}. Retry asks at once.',
  failingDays: 'Days of {level} from {from} to {to} failed again and again: asked again on {day}. Retry asks at once.',
  withheld: 'Not given by the platform for this ad account: {names}.',

  keptFor: 'The platform keeps {names} for {months, plural, one {# month} other {# months}}: they begin on {day}.',
  lost: 'The days from {from} to {to} were never read and the platform no longer keeps them.',
  doubt:
    "The newest day here is {newest}, and this computer's clock says {today}. If that is not today, set its date first.",

  reversed: 'The range ends ({to}) before it begins ({from}). Swap the two days.',
  future: "The range begins on {from}, and it is {today} in this ad account's time zone. Choose days up to today.",
  tooOld:
    'The platform keeps daily figures for {months, plural, one {# month} other {# months}}, so nothing before {oldest} can be read any more. Choose a range from {oldest} on.',
  cutBefore:
    'The range begins on {from}, because the platform keeps daily figures for {months, plural, one {# month} other {# months}}.',
  cutAfter: 'The range ends today, {to}.',
  cutBoth:
    'The range begins on {from}, because the platform keeps daily figures for {months, plural, one {# month} other {# months}} and ends today, {to}.',
});
