import { defineMessages } from '../../../words/text.ts';

/** Heads of columns and words in cells of the files. Metrics are called as everywhere (contract/messages-metrics.ts). */
export const m = defineMessages('file', {
  date: 'Date',
  currency: 'Currency',
  state: 'State',
  platform: 'Platform',
  adAccount: 'Ad account',
  belongsTo: 'Belongs to',
  level: 'Level',
  id: 'ID',
  name: 'Name',
  status: 'Status',
  objective: 'Objective',
  settling: 'Settling',
  yes: 'yes',
  no: 'no',

  part: 'Part',
  total: 'Total',
  thisPeriod: 'This period',
  thisPeriodSoFar: 'This period so far, not like for like',
  thisPeriodInPart: 'This period without days not imported, not like for like',
  comparedWith: 'Compared with',
  channel: 'Channel',
  campaign: 'Campaign',
  day: 'Day',
});
