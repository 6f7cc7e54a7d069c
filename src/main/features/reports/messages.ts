import { defineMessages } from '../../../words/text.ts';

/** The lines a report starts with until a person writes their own, and what is refused of what they wrote. */
export const m = defineMessages('report', {
  inPeriod: '{results}: {count} in this period.',
  held: '{results} held at {count}, as in the period before.',
  rose: '{results} rose {share} to {count} against the period before.',
  fell: '{results} fell {share} to {count} against the period before.',
  shown:
    '{seen, plural, one {Ads were shown {impressions} time{change}.} other {Ads were shown {impressions} times{change}.}}',
  shownAndClicked:
    '{seen, plural, one {Ads were shown {impressions} time{change}} other {Ads were shown {impressions} times{change}}}{clicked, plural, one { and clicked {clicks} time{clicksChange}.} other { and clicked {clicks} times{clicksChange}.}}',
  // Follows what moved; it begins with its space.
  more: ' (+{share})',
  less: ' (-{share})',
  carried: '{campaign} on {platform} brought most: {count} {results}.',
});
