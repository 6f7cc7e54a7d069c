import { defineMessages } from '../../ui/text.ts';

export const m = defineMessages('compare', {
  title: 'Compare',
  asOf: 'Data as of {instant}',
  figureToExplain: 'Figure to explain',
  whatMoved: 'What moved {metric}',
  csvHint: 'CSV of this view (Ctrl Shift S)',
  exportCsv: 'Export CSV',
  csvSaved: 'CSV saved',
  csvSavedBody: '{rows, plural, one {{name} · # row} other {{name} · # rows}}',
  csvFailed: 'The CSV could not be saved',
  viewKeeps: 'Period B, figure, order and channel',
  standardView: 'Standard',
  importA: 'Import A',
  importB: 'Import B',
  nothing: 'There is nothing to compare yet.',
  nothingDetail: 'Both periods are compared as soon as their days are imported.',

  // Which two periods.
  periods: 'Periods',
  periodAHint: 'The period of every screen (D)',
  periodA: 'Period A: {range}. Change it',
  periodB: 'Period B',
  fromB: 'B from',
  toB: 'B to',
  previous: 'Previous period',
  lastYear: 'Same period last year',
  custom: 'Custom…',
  matchWeekdays: 'Match weekdays',
  matchWeekdaysHint:
    'Moves B by up to three days, or further away from A, so that both begin on the same weekday and share no day',
  bEarlier:
    '{days, plural, one {B is # day earlier than {range}: both begin on the same weekday.} other {B is # days earlier than {range}: both begin on the same weekday.}}',
  bLater:
    '{days, plural, one {B is # day later than {range}: both begin on the same weekday.} other {B is # days later than {range}: both begin on the same weekday.}}',
  bElsewhere: '{moved} Clients and Overview compare with {range}, so their changes differ.',

  // One currency.
  inCurrency: 'In {currency}',
  comparison: 'Comparison',
  noChanges: 'No changes are told.',
  unevenDays: 'Not the same number of days.',
  unevenDaysBody: 'A has {a}, B has {b}: sums differ for that alone, ratios can be compared.',
  figures: 'Figures',
  figuresIn: 'Figures in {currency}',
  metric: 'Metric',
  change: 'Change',
  mayRise: 'The last days may still rise',
  fullLabel: ', {metric}',
  mayRiseToo: ', the last days may still rise',
  better: 'better',
  worse: 'worse',

  // What moved it.
  campaign: 'Campaign',
  via: 'Via',
  platform: 'Platform',
  metricOfA: '{metric}, period A',
  metricOfB: '{metric}, period B',
  changeHint: 'Change of {metric}, A minus B',
  share: 'Share',
  shareHint: 'Share of the whole change; beyond 100% where others went the other way',
  noChange: 'The whole did not change',
  allCampaigns: 'All campaigns',
  otherCampaigns: '{count, plural, one {# other campaign} other {# other campaigns}}',
  notByCampaign: 'Not told by campaign',
  noCampaign: 'No campaign had any {metric} in either period.',

  // The change in one sentence; every branch is a whole one, because verbs agree with their figure.
  unchanged: '{metric} did not change.',
  rose: '{metric} rose by {amount}.',
  fell: '{metric} fell by {amount}.',
  roseMadeBy: '{metric} rose by {amount}; {campaign} made {share} of it.',
  fellMadeBy: '{metric} fell by {amount}; {campaign} made {share} of it.',
  roseAlthough: '{metric} rose by {amount}, although {campaign} fell by {campaignAmount}.',
  fellAlthough: '{metric} fell by {amount}, although {campaign} rose by {campaignAmount}.',
  roseOthersAgainst: '{metric} rose by {amount}; {campaign} rose by {campaignAmount}, others went the other way.',
  fellOthersAgainst: '{metric} fell by {amount}; {campaign} fell by {campaignAmount}, others went the other way.',

  // The CSV.
  csvPart: 'Part',
  csvCurrency: 'Currency',
  csvPeriodA: 'A ({from} to {to})',
  csvPeriodB: 'B ({from} to {to})',
  csvChange: 'Change A - B',
  csvShare: 'Share of change %',
  csvMoved: 'What moved it',
});
