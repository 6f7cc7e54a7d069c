/** Each base is scheme + host (+ port) without a trailing slash; the real paths follow it. */
export type PlatformEndpoints = {
  metaGraph: string;
  metaLogin: string;
  googleAds: string;
  googleAuth: string;
  googleToken: string;
};

export const REAL_ENDPOINTS: PlatformEndpoints = {
  metaGraph: 'https://graph.facebook.com',
  metaLogin: 'https://www.facebook.com',
  googleAds: 'https://googleads.googleapis.com',
  googleAuth: 'https://accounts.google.com',
  googleToken: 'https://oauth2.googleapis.com',
};
