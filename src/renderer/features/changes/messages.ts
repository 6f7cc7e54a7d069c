import { defineMessages } from '../../ui/text.ts';

export const m = defineMessages('changes', {
  name: 'Corrected figures',
  corrected:
    '{days, plural, one {# day} other {# days}}{more, select, yes { and more} other {}} corrected {span, select, look {since you last looked, {when}} week {in the last 7 days} other {in the 7 days before}}',
  correctedBy: '{corrected}<by>: {differences}</by>',
  nothingCorrected:
    'Nothing was corrected {span, select, look {since you last looked, {when}} week {in the last 7 days} other {in the 7 days before}}.',
  since: 'Corrected since',
  sinceLook: 'Since last look',
  sinceWeek: 'Last 7 days',
  show: 'Show what changed',
  hide: 'Hide',
  putAway: 'Put these corrections away',
  putAwayDone: 'Corrections put away',
  putAwayDoneBody: 'What is corrected from now on is shown again.',
  undo: 'Undo',
  notKept: 'That was not kept',

  accountOnly: "No single campaign was corrected in these days: only the ad account's own figures were.",
  byDay: 'Corrections by day',
  newestOf: 'The newest {shown} of {count, plural, one {# correction} other {# corrections}}.',
  seen: 'seen {when}',
  line: '{metric} {old} → <now>{new}</now>',
  lineWithDifference: '{metric} {old} → <now>{new}</now> ({difference})',
  nothingTold: 'nothing',

  spend: 'Spend',
  impressions: 'Impressions',
  clicks: 'Clicks',
  linkClicks: 'Link clicks',
  reach: 'Reach',
  conversions: 'Conversions',
  conversionValue: 'Conversion value',
  conversionsDifference: 'Conversions {difference}',
  conversionValueDifference: 'Conversion value {difference}',
  spendDifference: 'Spend {difference}',
});
