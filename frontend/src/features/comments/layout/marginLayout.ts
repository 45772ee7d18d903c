/** A card in the margin: its preferred top (`wanted`) and its height, in CSS pixels. */
export interface Card {
  id: string;
  wanted: number;
  height: number;
}

/** The gap between two cards, in CSS pixels. */
export const GAP = 12;

interface Cluster {
  cards: Card[];
  /** Sum over the cards of the cluster top at which each card would be at its preferred top. */
  wantedSum: number;
  height: number;
}

function topOf(cluster: Cluster, least: number): number {
  return Math.max(least, cluster.wantedSum / cluster.cards.length);
}

function clusterOf(card: Card): Cluster {
  return { cards: [card], wantedSum: card.wanted, height: card.height + GAP };
}

/** Merge two clusters that would overlap; preferences are recomputed relative to the new top. */
function merge(above: Cluster, below: Cluster): Cluster {
  return {
    cards: [...above.cards, ...below.cards],
    wantedSum: above.wantedSum + below.wantedSum - above.height * below.cards.length,
    height: above.height + below.height,
  };
}

/** Tops as near as possible to the preferred ones, in order, without overlap (least squares), at least `least`. */
function spread(cards: readonly Card[], least: number): Map<string, number> {
  const clusters: Cluster[] = [];
  for (const card of cards) {
    let cluster = clusterOf(card);
    for (
      let above = clusters.at(-1);
      above && topOf(above, least) + above.height > topOf(cluster, least);
      above = clusters.at(-1)
    ) {
      clusters.pop();
      cluster = merge(above, cluster);
    }
    clusters.push(cluster);
  }
  const tops = new Map<string, number>();
  for (const cluster of clusters) {
    let top = topOf(cluster, least);
    for (const card of cluster.cards) {
      tops.set(card.id, top);
      top += card.height + GAP;
    }
  }
  return tops;
}

/** The same from below: cards end at `most` at the latest, however far up that brings the first ones. */
function spreadAbove(cards: readonly Card[], most: number): Map<string, number> {
  const mirrored = cards.map((card) => ({ ...card, wanted: -card.wanted - card.height })).reverse();
  const tops = spread(mirrored, -most);
  return new Map(cards.map(({ id, height }) => [id, -(tops.get(id) ?? 0) - height]));
}

/** What is in view, from `top` to `bottom` in the margin, in CSS pixels. */
export interface View {
  top: number;
  bottom: number;
}

/**
 * The preferred top of the active card: beside its words, but wholly in view if they are; the card moves, and never
 * the words under the pointer. `words` is null for a card on the whole part, which comes to where the reader is.
 */
export function activeTop(words: number | null, height: number, { top, bottom }: View): number {
  const wanted = words ?? 0;
  if (words !== null && (words < top || words > bottom)) return wanted;
  return Math.max(0, top, Math.min(wanted, bottom - height));
}

/**
 * The top of each card by id. `cards` is in reading order, which is kept. The active card is exactly at its preferred
 * top and the others are moved around it, so that the card being read or written does not move because of other
 * people's actions. Where cards are dense, the first ones leave the margin at its top as long as one below is active:
 * the card comes to the words, however many stand above.
 */
export function layOut(cards: readonly Card[], active: string | null): Map<string, number> {
  const pinned = cards.findIndex((card) => card.id === active);
  const card = cards[pinned];
  if (!card) return spread(cards, 0);
  const top = Math.max(0, card.wanted);
  return new Map([
    ...spreadAbove(cards.slice(0, pinned), top - GAP),
    [card.id, top],
    ...spread(cards.slice(pinned + 1), top + card.height + GAP),
  ]);
}

/** The height of the margin that contains every card. */
export function heightOf(cards: readonly Card[], tops: ReadonlyMap<string, number>): number {
  return Math.max(0, ...cards.map((card) => (tops.get(card.id) ?? 0) + card.height));
}
