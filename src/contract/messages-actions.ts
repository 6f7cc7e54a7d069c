import { defineMessages } from '../words/text.ts';

/**
 * Plain names of the action types Meta counts (Ads Insights, `actions`), keyed by action type; action-names.ts chooses. The bare name is
 * the one that holds all places, `omni_…` where there is one; where else it was seen stands behind the comma.
 */
export const actionMessages = defineMessages('action', {
  // Purchases.
  omni_purchase: 'Purchases',
  purchase: 'Purchases, older total',
  'offsite_conversion.fb_pixel_purchase': 'Purchases, website pixel',
  onsite_web_purchase: 'Purchases, website',
  onsite_web_app_purchase: 'Purchases, website and app',
  web_in_store_purchase: 'Purchases, website and store',
  web_app_in_store_purchase: 'Purchases, website, app and store',
  onsite_app_purchase: 'Purchases, app',
  'app_custom_event.fb_mobile_purchase': 'Purchases, app events',
  'onsite_conversion.purchase': 'Purchases, on Meta',
  'offline_conversion.purchase': 'Purchases, offline',

  // Leads.
  lead: 'Leads',
  'offsite_conversion.fb_pixel_lead': 'Leads, website pixel',
  onsite_web_lead: 'Leads, website',
  'onsite_conversion.lead': 'Leads, on Meta',
  'offline_conversion.lead': 'Leads, offline',

  // Additions to cart.
  omni_add_to_cart: 'Additions to cart',
  add_to_cart: 'Additions to cart, older total',
  'offsite_conversion.fb_pixel_add_to_cart': 'Additions to cart, website pixel',
  onsite_web_add_to_cart: 'Additions to cart, website',
  onsite_web_app_add_to_cart: 'Additions to cart, website and app',
  onsite_app_add_to_cart: 'Additions to cart, app',
  'app_custom_event.fb_mobile_add_to_cart': 'Additions to cart, app events',
  'onsite_conversion.add_to_cart': 'Additions to cart, on Meta',
  'offline_conversion.add_to_cart': 'Additions to cart, offline',

  // Checkouts begun.
  omni_initiated_checkout: 'Checkouts begun',
  initiate_checkout: 'Checkouts begun, older total',
  'offsite_conversion.fb_pixel_initiate_checkout': 'Checkouts begun, website pixel',
  onsite_web_initiate_checkout: 'Checkouts begun, website',
  onsite_web_app_initiate_checkout: 'Checkouts begun, website and app',
  onsite_app_initiate_checkout: 'Checkouts begun, app',
  'app_custom_event.fb_mobile_initiated_checkout': 'Checkouts begun, app events',
  'onsite_conversion.initiate_checkout': 'Checkouts begun, on Meta',
  'offline_conversion.initiate_checkout': 'Checkouts begun, offline',

  // Payment details given.
  omni_add_payment_info: 'Payment details given',
  add_payment_info: 'Payment details given, older total',
  'offsite_conversion.fb_pixel_add_payment_info': 'Payment details given, website pixel',
  onsite_web_add_payment_info: 'Payment details given, website',
  onsite_web_app_add_payment_info: 'Payment details given, website and app',
  onsite_app_add_payment_info: 'Payment details given, app',
  'app_custom_event.fb_mobile_add_payment_info': 'Payment details given, app events',
  'offline_conversion.add_payment_info': 'Payment details given, offline',

  // Additions to wish list.
  omni_add_to_wishlist: 'Additions to wish list',
  add_to_wishlist: 'Additions to wish list, older total',
  'offsite_conversion.fb_pixel_add_to_wishlist': 'Additions to wish list, website pixel',
  onsite_web_add_to_wishlist: 'Additions to wish list, website',
  onsite_web_app_add_to_wishlist: 'Additions to wish list, website and app',
  onsite_app_add_to_wishlist: 'Additions to wish list, app',
  'app_custom_event.fb_mobile_add_to_wishlist': 'Additions to wish list, app events',
  'offline_conversion.add_to_wishlist': 'Additions to wish list, offline',

  // Registrations.
  omni_complete_registration: 'Registrations',
  complete_registration: 'Registrations, older total',
  'offsite_conversion.fb_pixel_complete_registration': 'Registrations, website pixel',
  onsite_web_complete_registration: 'Registrations, website',
  onsite_web_app_complete_registration: 'Registrations, website and app',
  onsite_app_complete_registration: 'Registrations, app',
  'app_custom_event.fb_mobile_complete_registration': 'Registrations, app events',
  'offline_conversion.complete_registration': 'Registrations, offline',

  // Content views.
  omni_view_content: 'Content views',
  view_content: 'Content views, older total',
  'offsite_conversion.fb_pixel_view_content': 'Content views, website pixel',
  onsite_web_view_content: 'Content views, website',
  onsite_web_app_view_content: 'Content views, website and app',
  onsite_app_view_content: 'Content views, app',
  'app_custom_event.fb_mobile_content_view': 'Content views, app events',
  'offline_conversion.view_content': 'Content views, offline',

  // Searches.
  omni_search: 'Searches',
  search: 'Searches, older total',
  'offsite_conversion.fb_pixel_search': 'Searches, website pixel',
  onsite_web_search: 'Searches, website',
  onsite_web_app_search: 'Searches, website and app',
  onsite_app_search: 'Searches, app',
  'app_custom_event.fb_mobile_search': 'Searches, app events',
  'offline_conversion.search': 'Searches, offline',

  // Leads, more of them.
  'onsite_conversion.lead_grouped': 'Leads, forms and messages on Meta',
  leadgen_grouped: 'Leads, forms on Meta',
  'leadgen.other': 'Leads, other forms on Meta',
  offsite_complete_registration_add_meta_leads: 'Registrations and leads on Meta',
  offsite_content_view_add_meta_leads: 'Content views and leads on Meta',
  offsite_search_add_meta_leads: 'Searches and leads on Meta',

  // Other events of the pixel.
  'offsite_conversion.fb_pixel_custom': 'Custom events and conversions, website pixel',
  omni_custom: 'Custom events',
  'app_custom_event.other': 'Custom events, app events',
  'offline_conversion.other': 'Custom events, offline',

  // Events that name their place at the end.
  contact_total: 'Contacts',
  contact_website: 'Contacts, website',
  contact_mobile_app: 'Contacts, app',
  contact_offline: 'Contacts, offline',
  schedule_total: 'Appointments',
  schedule_website: 'Appointments, website',
  schedule_mobile_app: 'Appointments, app',
  schedule_offline: 'Appointments, offline',
  start_trial_total: 'Trials begun',
  start_trial_website: 'Trials begun, website',
  start_trial_mobile_app: 'Trials begun, app',
  start_trial_offline: 'Trials begun, offline',
  submit_application_total: 'Applications',
  submit_application_website: 'Applications, website',
  submit_application_mobile_app: 'Applications, app',
  submit_application_offline: 'Applications, offline',
  subscribe_total: 'Subscriptions',
  subscribe_website: 'Subscriptions, website',
  subscribe_mobile_app: 'Subscriptions, app',
  subscribe_offline: 'Subscriptions, offline',
  cancel_subscription_total: 'Subscriptions cancelled',
  cancel_subscription_website: 'Subscriptions cancelled, website',
  cancel_subscription_mobile_app: 'Subscriptions cancelled, app',
  cancel_subscription_offline: 'Subscriptions cancelled, offline',
  customize_product_total: 'Products customized',
  customize_product_website: 'Products customized, website',
  customize_product_mobile_app: 'Products customized, app',
  customize_product_offline: 'Products customized, offline',
  donate_total: 'Donations',
  donate_website: 'Donations, website',
  donate_mobile_app: 'Donations, app',
  donate_offline: 'Donations, offline',
  find_location_total: 'Location searches',
  find_location_website: 'Location searches, website',
  find_location_mobile_app: 'Location searches, app',
  find_location_offline: 'Location searches, offline',

  // Messages.
  'onsite_conversion.total_messaging_connection': 'Messaging contacts',
  'onsite_conversion.messaging_conversation_started_7d': 'Messaging conversations started',
  'onsite_conversion.messaging_first_reply': 'New messaging contacts',
  'onsite_conversion.messaging_conversation_replied_7d': 'Messaging conversations replied to',
  'onsite_conversion.messaging_user_depth_2_message_send': 'Conversations of two messages or more',
  'onsite_conversion.messaging_user_depth_3_message_send': 'Conversations of three messages or more',
  'onsite_conversion.messaging_user_depth_5_message_send': 'Conversations of five messages or more',
  'onsite_conversion.messaging_welcome_message_view': 'Welcome messages seen',
  'onsite_conversion.messaging_block': 'Blocked in messages',

  // Engagement.
  page_engagement: 'Page engagement',
  post_engagement: 'Post engagement',
  post_reaction: 'Post reactions',
  comment: 'Post comments',
  post: 'Post shares',
  like: 'Page likes',
  photo_view: 'Photo views',
  // One name for Meta's plays of three seconds and Google's TrueView views, as in the metrics.
  video_view: 'Video views',
  video_play_actions: 'Video plays',
  video_thruplay_watched_actions: 'ThruPlays',
  link_click: 'Link clicks',
  outbound_click: 'Outbound clicks',
  landing_page_view: 'Landing page views, older total',
  omni_landing_page_view: 'Landing page views',
  rsvp: 'Event responses',
  checkin: 'Check-ins',
  'onsite_conversion.post_save': 'Post saves',
  post_interaction_gross: 'Post interactions',
  post_interaction_net: 'Post interactions, less those taken back',
  'onsite_conversion.post_net_like': 'Post likes, less those taken back',
  'onsite_conversion.post_net_save': 'Post saves, less those taken back',
  'onsite_conversion.post_net_comment': 'Post comments, less those taken back',
  'onsite_conversion.post_unlike': 'Post likes taken back',
  'onsite_conversion.flow_complete': 'On-Meta workflows completed',

  // Apps.
  omni_app_install: 'App installs',
  app_install: 'App installs, older total',
  mobile_app_install: 'App installs, mobile',
  omni_activate_app: 'App activations',
  'app_custom_event.fb_mobile_activate_app': 'App activations, app events',
  app_use: 'App uses',
  'games.plays': 'Game plays',
  omni_achievement_unlocked: 'Achievements unlocked',
  'app_custom_event.fb_mobile_achievement_unlocked': 'Achievements unlocked, app events',
  omni_level_achieved: 'Levels achieved',
  'app_custom_event.fb_mobile_level_achieved': 'Levels achieved, app events',
  omni_rate: 'Ratings',
  'app_custom_event.fb_mobile_rate': 'Ratings, app events',
  omni_spend_credits: 'Credits spent',
  'app_custom_event.fb_mobile_spent_credits': 'Credits spent, app events',
  omni_tutorial_completion: 'Tutorials completed',
  'app_custom_event.fb_mobile_tutorial_completion': 'Tutorials completed, app events',
});

/** Action types made of an id, where a name of the person's own would stand. */
export const numberedActionMessages = defineMessages('action-numbered', {
  custom: 'Custom conversion {id}',
});
