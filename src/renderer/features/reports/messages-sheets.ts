import { defineMessages } from '../../ui/text.ts';

/** What stands on the sheets themselves. */
export const sheet = defineMessages('reports-sheet', {
  page: 'Page {page} of {pages}',
  sectionIn: '{section}, {currency}',
  includesCosts: 'Includes costs',
  comparedWith: 'Compared with {days}',
  changesLeftOut: 'Changes are left out: {days} is not fully imported',
  missing:
    '{days, plural, one {{platform}: # day is not imported; totals leave them out.} other {{platform}: # days are not imported; totals leave them out.}}',
  unfinished: 'A day was not over when it was read: figures are so far, and no change is judged.',
  unread: 'Days are missing, so no change is judged.',
  canRise: 'Conversions of {days} can still rise.',
  nothingImported: 'Nothing imported yet',
  dataAsOf: 'Data as of {instant}',
  asKnownOn: 'as known on {day}',
  demo: 'Demo data',

  empty: 'No figures were imported for this period.',
  nothingReported: 'Nothing was reported in this period.',
  channel: 'Channel',
  campaign: 'Campaign, by spend',
  campaignSafe: 'Campaign, by impressions',
  campaigns: '{campaigns, plural, one {# campaign} other {# campaigns}}',
  noChanges: 'No change of campaigns was seen in this period.',
  newest: 'The newest {shown} of {all}.',

  costPerConversion: 'Cost per conversion',
  returnOnAdSpend: 'Return on ad spend',
  goal: '{metric}: {actual} against a goal of {goal}',
  goalReached: '{metric}: {actual} against a goal of {goal} — reached',
  goalMissed: '{metric}: {actual} against a goal of {goal} — not reached',
  notKnown: 'not known',
  budget: 'Budget of {month}: {spent} of {budget} spent',

  leftAxis: '{metric} (left)',
  rightAxis: '{metric} (right)',
  soFar: 'so far',
  trendSpoken: '{line} and {bar}, daily. Peak {peak} on {peakDay}; low {low} on {lowDay}.',
  trendSpokenEmpty: '{line} and {bar}, daily. No figures in this period.',
});
