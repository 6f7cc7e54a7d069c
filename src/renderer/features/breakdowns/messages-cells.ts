import { defineMessages } from '../../ui/text.ts';

/** Names of cells: what platforms send as a code that means something else when it is only written nicely. */
export const cell = defineMessages('breakdowns-cell', {
  unknown: 'Unknown',
  unnamed: 'Unnamed',
  unknownAge: 'Unknown age',
  women: 'Women',
  men: 'Men',
  unknownGender: 'Unknown gender',
  area: 'Area {criterion}',
  twice: '{name} ({codes})',
  connectedTv: 'Connected TV',
  iphone: 'iPhone',
  ipad: 'iPad',
  ipod: 'iPod',
  androidPhone: 'Android phone',
  audienceNetwork: 'Audience Network',
  displayNetwork: 'Display Network',
  youtubeVideos: 'YouTube videos',
  youtubeSearch: 'YouTube search',
  youtube: 'YouTube',
  searchPartners: 'Search partners',
  severalNetworks: 'Several networks',
  interestedInIt: 'interested in it',
  wasThere: 'was there',
  nativeAndBanner: 'Native, banner and interstitial',
});
