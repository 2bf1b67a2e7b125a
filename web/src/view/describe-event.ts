import { type Kind, type RecordedEvent } from '@luna/record';
import type { TimelineItem } from '@luna/evidence';
import type { Texts } from '../texts/texts.ts';

export type Description = { title: string; detail: string };

/** An event in the reader's words; what cannot be read says why. */
export function describeEvent(item: TimelineItem, texts: Texts): Description {
  const title = titleOf(item.kind, texts);
  switch (item.disclosure) {
    case 'shown':
      return { title, detail: item.event === null ? '' : detailOf(item.event, texts) };
    case 'withheld':
      return { title, detail: texts.withheld };
    case 'erased':
      return { title, detail: texts.erased };
    case 'unknown':
      return { title, detail: texts.unreadable };
    case 'refused':
      return { title, detail: texts.refused };
  }
}

function titleOf(kind: string, { kinds }: Texts): string {
  return Object.entries(kinds).find(([name]) => name === kind)?.[1] ?? kind;
}

function detailOf<K extends Kind>(event: RecordedEvent<K>, { details }: Texts): string {
  const { kind, payload } = event;
  return payload === null ? '' : details[kind](payload.data);
}
