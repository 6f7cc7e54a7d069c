import { defineMessages } from '../../ui/text.ts';

export const m = defineMessages('onboarding', {
  title: 'Welcome',
  heading: "See your clients' ads in one place, even offline.",
  promise:
    'Campaigns and results are read from the ad platforms with one click and stay on this computer, as they were known on every day.',
  demoFailed: 'The demo could not start',
  demo: 'Demo',
  demoProgress: '{step}… {percent}%',
  demoInvented: 'An invented agency with 24 clients. It never mixes with your own data.',
  demoMaking: 'Making the demo workspace',
  demoReady: 'The demo is ready',
  demoImporting: '{clients, plural, one {Importing # demo client} other {Importing # demo clients}}',
  connectAccount: 'Connect an account',
  exploreDemo: 'Explore demo data',
  backToClients: 'Back to clients',
  connectPlatform: 'Connect {platform}',
  startStep: 'Start',
  startBody: 'Everything is stored on this computer. {signIns} No account with us, no email.',
  signInsOfDemo: 'Demo sign-ins are made up and worth nothing.',
  signInsSealed: 'Sign-ins are sealed with your passphrase.',
  signInsInMemory: 'Sign-ins are kept in memory until you choose a passphrase.',
  signInsInKeychain: 'Sign-ins go to your system keychain.',
  connectStep: 'Connect',
  connectBody: "You sign in on the platform's own page and choose ad accounts. Tidemark only asks to read.",
  importStep: 'First import and schedule',
  importBody:
    'The last 30 days come in client by client while you already look around, then older months. From then on each client is imported automatically every night.',
});
