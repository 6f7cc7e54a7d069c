import { defineMessages } from '../../ui/text.ts';

export const m = defineMessages('hourly', {
  title: 'Hourly',
  whoseHours: "Hours are those of each ad account's own time zone.",
  noneOnChannel: 'No hours on this channel.',
  noAccounts: 'This client has no ad accounts with hours.',
  noAccountsDetail: 'Give it ad accounts on Connections to import figures.',
  allChannels: 'Show all channels',
  metric: 'Metric',
  showAs: 'Show as',
  basisTotal: 'Total',
  basisAverage: 'Average day',

  cardTitle: '{metric} by hour · {platform} · {currency}',
  cardTitleAverage: '{title} · average day',
  dataAsOf: 'Data as of {time}',
  timeZone: 'Time zone of the ad accounts',
  readMissing: 'Read the missing days',
  readHours: 'Read hours for these days',
  notRead: 'No hours were read for these days.',
  notReadThen: 'No hours had been read for these days then.',
  notReadDetail: 'Platforms tell hours for a limited time: what is read is kept here.',
  reasonSentence: '{reason}.',
  cameTwice: '2× an hour that came twice on a day when the clocks went back; both are counted.',
  notByHour: '{platform} does not report {metric} by hour',
  notByHourCaveat: '{platform} does not report {metric} by hour: {caveat}',
  folded:
    "{days, plural, one {# day is kept as averages per month, weekday and hour: older than the hours' keeping time.} other {# days are kept as averages per month, weekday and hour: older than the hours' keeping time.}}",
  foldedPast:
    '{days, plural, one {# day is left out: averages cannot tell what was known on a past day.} other {# days are left out: averages cannot tell what was known on a past day.}}',
  foldedPart:
    '{days, plural, one {# day is left out: its month is kept as averages and only part of it is shown.} other {# days are left out: their month is kept as averages and only part of it is shown.}}',
  readAll: 'All {asked, plural, one {# day} other {# days}} read',
  readAllOfAccounts:
    'All {asked, plural, one {# day} other {# days}} of {accounts, plural, one {# ad account} other {# ad accounts}} read',
  readSome: '{read} of {asked, plural, one {# day} other {# days}} read',
  readSomeOfAccounts:
    '{read} of {asked, plural, one {# day} other {# days}} of {accounts, plural, one {# ad account} other {# ad accounts}} read',

  day: 'Day',
  perDay: 'Per day',
  total: 'Total',
  daysBehind: 'Days behind this row, per ad account',
  cellNotRead: 'not read',
  cellNothing: 'nothing reported',
  cellWhen: '{weekday} {from}–{to}',
  cellValue: '{metric} {value}',
  cellDays: '{days, plural, one {# day} other {# days}}',
  cellTwice: 'this hour came twice when the clocks went back, both are counted',
  valueADay: '{value} a day',
  weekdayAllHours: '{weekday}, all hours: {value}, {days, plural, one {# day} other {# days}}',
  allHours: 'All hours: {value}',

  csvShownAs: 'Shown as',
  csvPlatform: 'Platform',
  csvCurrency: 'Currency',
  csvWeekday: 'Weekday',
  csvDays: 'Days',
  csvAllHours: 'All hours',
  csvAverage: 'average day',
  csvTotal: 'total',
});
