import type { Message } from '../words/text.ts';
import { fieldMessages as m } from './messages.ts';

/**
 * The words of the field, shared by every process (glossary: README, "Words").
 * Neither Node nor DOM: this file is imported by the engine, the renderer and the sandbox.
 */

/** The ad platforms Tidemark speaks to. The only list of them; everything else reads capabilities or labels from here. */
export const PLATFORM_IDS = ['meta', 'google'] as const;
export type PlatformId = (typeof PLATFORM_IDS)[number];

/** How a platform is named to a person, and the letter of its badge. */
export const PLATFORM_LABELS: Record<
  PlatformId,
  {
    name: string;
    badge: string;
    adGroupName: Message;
    /** The platform's own application, and where it shows one ad account: `{id}` is the bare digits of its id. */
    console: string;
    consoleUrl: string;
  }
> = {
  meta: {
    name: 'Meta Ads',
    badge: 'M',
    adGroupName: m.adSet,
    console: 'Ads Manager',
    consoleUrl: 'https://adsmanager.facebook.com/adsmanager/manage/campaigns?act={id}',
  },
  google: {
    name: 'Google Ads',
    badge: 'G',
    adGroupName: m.adGroup,
    console: 'Google Ads',
    consoleUrl: 'https://ads.google.com/aw/campaigns?__e={id}',
  },
};

/** Levels of an ad account, top down. */
export const LEVELS = ['account', 'campaign', 'ad_group', 'ad'] as const;
export type Level = (typeof LEVELS)[number];

/** Lifecycle of a campaign, ad group or ad. `unknown` keeps a platform word we do not model; the raw word is stored beside it. */
export const ENTITY_STATUSES = ['active', 'paused', 'archived', 'deleted', 'ended', 'issues', 'unknown'] as const;
export type EntityStatus = (typeof ENTITY_STATUSES)[number];

export const AD_ACCOUNT_STATUSES = ['active', 'disabled', 'closed', 'no_access'] as const;
export type AdAccountStatus = (typeof AD_ACCOUNT_STATUSES)[number];

/**
 * Attribution windows in our words. `default` is the figure the platform itself shows (Meta: the ad set's attribution setting;
 * Google: the conversion action's own window). The others are stored when the platform returns them.
 */
export const ATTRIBUTION_WINDOWS = ['default', '1d_click', '7d_click', '28d_click', '1d_view', '1d_ev'] as const;
export type AttributionWindow = (typeof ATTRIBUTION_WINDOWS)[number];

/** A calendar day 'YYYY-MM-DD' in the ad account's own time zone. */
export type Day = string;
/** An instant, ISO-8601 in UTC. */
export type Instant = string;
/** Money in millionths of a currency unit. A safe integer up to 9·10^9 units. */
export type Micros = number;
