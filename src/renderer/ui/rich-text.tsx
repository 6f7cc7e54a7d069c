import { Fragment, type ReactNode } from 'react';
import { partsOf, type Message } from './text.ts';

type Fill = ReactNode | ((children: ReactNode) => ReactNode);

/** Each part with a key of its own; a tag's children come as an array. */
const keyed = (parts: ReactNode): ReactNode =>
  Array.isArray(parts) ? parts.map((part, at) => <Fragment key={at}>{part as ReactNode}</Fragment>) : parts;

/**
 * A message with elements in it: `{name}` takes an element, `<link>words</link>` a function of its words, so that a translation may
 * move either about the sentence.
 */
export const RichText = ({ message, values }: { message: Message; values: Readonly<Record<string, Fill>> }) => {
  const filled = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'function' ? (children: ReactNode) => value(keyed(children)) : value,
    ]),
  );
  return <>{keyed(partsOf<Fill>(message, filled, true) as ReactNode)}</>;
};
