import { moveCategory } from '../../actions/categories';
import { moveChannel } from '../../actions/channels';
import type { Category, Channel } from '../../api/types';
import type { Section } from '../../state/categories.svelte';

/** A place in the list: before another channel of a category (0: none), or at its end (before 0). */
export interface Place {
  category: number;
  before: number;
}

/** Where a channel goes that is moved one step up (-1) or down (1); null at the list's ends. */
export function stepped(sections: Section[], id: number, step: -1 | 1): Place | null {
  const at = sections.findIndex((section) => section.channels.some((one) => one.id === id));
  if (at < 0) return null;
  const { category, channels } = sections[at]!;
  const index = channels.findIndex((one) => one.id === id);
  const inside = step < 0 ? index > 0 : index < channels.length - 1;
  const next = sections[at + step];
  if (inside) return { category: category?.id ?? 0, before: channels[step < 0 ? index - 1 : index + 2]?.id ?? 0 };
  if (!next) return null;
  return { category: next.category?.id ?? 0, before: step < 0 ? 0 : (next.channels[0]?.id ?? 0) };
}

/** The category to stand before after one step up or down, 0 for the end; null at the list's ends. */
export function steppedCategory(categories: Category[], id: number, step: -1 | 1): number | null {
  const at = categories.findIndex((one) => one.id === id);
  if (at < 0 || !categories[at + step]) return null;
  return categories[step < 0 ? at - 1 : at + 2]?.id ?? 0;
}

/** The favourite to stand before after one step up or down, 0 for the end; null at the ends. */
export function steppedFavourite(favourites: Channel[], id: number, step: -1 | 1): number | null {
  const at = favourites.findIndex((one) => one.id === id);
  if (at < 0 || !favourites[at + step]) return null;
  return favourites[step < 0 ? at - 1 : at + 2]?.id ?? 0;
}

/** Moves channels and categories of one list by dragging. */
export class Arranger {
  /** `move` puts a channel where it was dropped. */
  constructor(private readonly move: (id: number, place: Place) => unknown = moveChannel) {}

  /** What is being dragged, and where it would be put. */
  channel = $state.raw<Channel | null>(null);
  category = $state.raw<Category | null>(null);
  place = $state.raw<Place | null>(null);

  start(event: DragEvent, what: { channel?: Channel; category?: Category }) {
    this.channel = what.channel ?? null;
    this.category = what.category ?? null;
    if (!event.dataTransfer) return;
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', what.channel?.name ?? what.category?.name ?? '');
  }

  /** The pointer is over a channel: the upper half means before it, the lower half after it. */
  overChannel(event: DragEvent & { currentTarget: HTMLElement }, section: Section, channel: Channel) {
    if (!this.channel) return this.overSection(event, section);
    const box = event.currentTarget.getBoundingClientRect();
    const below = event.clientY > box.top + box.height / 2;
    const next = section.channels[section.channels.indexOf(channel) + 1];
    this.offer(event, { category: section.category?.id ?? 0, before: below ? (next?.id ?? 0) : channel.id });
  }

  /** The pointer is over a category's name or its empty space: its end, or for a category the place before it. */
  overSection(event: DragEvent, section: Section) {
    const id = section.category?.id ?? 0;
    if (this.channel) this.offer(event, { category: id, before: 0 });
    else if (this.category && id && id !== this.category.id) this.offer(event, { category: 0, before: id });
  }

  private offer(event: DragEvent, place: Place) {
    event.preventDefault();
    event.stopPropagation();
    this.place = place;
  }

  drop(event: DragEvent) {
    event.preventDefault();
    const { channel, category, place } = this;
    this.end();
    if (!place) return;
    if (channel && place.before !== channel.id) void this.move(channel.id, place);
    if (category) void moveCategory(category, place.before);
  }

  end() {
    this.channel = this.category = this.place = null;
  }

  /** Whether the line that shows the place stands before a channel, or (before 0) at a section's end. */
  shows(category: number, before: number): boolean {
    return this.channel !== null && this.place?.category === category && this.place.before === before;
  }

  showsCategory(id: number): boolean {
    return this.category !== null && this.place?.before === id;
  }
}
