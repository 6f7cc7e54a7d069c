import { defineMessages } from '../ui/text.ts';

/** The words of the data glossary: what each metric of the registry means, by its key, and what holds of its sums. */
export const glossaryMeanings = defineMessages('shell-metrics', {
  spend: 'What the platform charged for the ads.',
  impressions: 'How often an ad was shown.',
  clicks: 'All clicks on an ad, as its platform counts them.',
  linkClicks: 'Clicks on the links of an ad; Meta tells them apart from its other clicks.',
  ctr: 'Clicks ÷ impressions.',
  cpc: 'Spend ÷ clicks.',
  cpm: 'Spend ÷ impressions × 1,000.',
  conversions:
    'What the platform counts as conversions, by the attribution setting of the ad account; Google may count parts of one.',
  conversionRate: 'Conversions ÷ clicks.',
  cpa: 'Spend ÷ conversions.',
  conversionValue: 'What the conversions were worth, as the platform tells it.',
  roas: 'Conversion value ÷ spend.',
  reach: 'How many people saw an ad at least once.',
  frequency: 'Impressions ÷ reach: how often each person reached saw an ad.',
  impressionShare:
    'Impressions ÷ the impressions the ads could have had in search, as Google estimates them; below 10% it says no more than that.',
  videoViews: 'How often a video was watched, as its platform counts a view.',
  videoViewRate: 'Video views ÷ impressions.',
  costPerVideoView: 'Spend ÷ video views.',
  videoPlays:
    'How often a video began to play, as Meta counts it; a play that is repeated at once is not counted again.',
  thruPlays: 'How often a video was watched to its end, or for at least 15 seconds, as Meta counts it.',
  costPerThruPlay: 'Spend ÷ ThruPlays.',
});

export const glossaryMessages = defineMessages('shell-glossary', {
  addsUpInCurrency: 'Adds up within one currency.',
  addsUp: 'Adds up.',
  workedOut: 'Worked out again from the sums, never added or averaged.',
  toldPerPeriod: 'Told by the platform for a period as a whole, never added up or averaged.',
  neutral: 'Up is neither good nor bad.',
  higherBetter: 'Higher is better.',
  lowerBetter: 'Lower is better.',
  lastDaysRise: 'The last days may still rise.',
  lowDataUnder: 'Marked as low data under {count} {counted}.',
});
