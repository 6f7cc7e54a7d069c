/** How screens reach the words: the engine of messages is everybody's (src/words). */
export * from '../../words/text.ts';
