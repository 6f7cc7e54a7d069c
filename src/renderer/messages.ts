import { defineMessages } from './ui/text.ts';

export const m = defineMessages('app', {
  engineInterrupted: 'The connection to the engine was interrupted.',
});
