import { defineMessages } from '../../ui/text.ts';

/** Columns and cells of the grid, on screen and in its file. */
export const grid = defineMessages('clients-grid', {
  selected: 'Selected',
  select: 'Select {client}',
  client: 'Client',
  city: 'City',
  via: 'Via',
  platforms: 'Platforms',
  trend: 'Trend',
  trendTip: 'Spend per day of the period',
  settlingTip: '{metric}. The last days may still rise.',
  perCurrencyTip: '{metric}. Ordered within each currency.',
  settlingPerCurrencyTip: '{metric}. The last days may still rise. Ordered within each currency.',
  changeOf: 'Change of {metric}',
  roas: 'ROAS',
  pace: 'Pace',
  paceTip: 'Spend of this month against its budget so far',
  paceState:
    '{spent} of {budget} this month: {pace, select, ahead {ahead of budget} behind {behind budget} on {on pace} other {not known}}',
  paceOff: '{percent}, {pace, select, ahead {ahead of budget} other {behind budget}}',
  data: 'Data',
  dataTip: 'Age of the data',
  owner: 'Owner',
  ownerTip: 'Who looks after the client',
  nobody: 'Nobody',
  tags: 'Tags',
  beingImported: 'Being imported',
  notImported: 'Not imported',

  currency: 'Currency',
  csvChange: '{metric}, change %',
  csvPace: 'Budget pace %',
  csvNotJudged: 'Change not judged',
  csvLastImported: 'Last imported',
});
