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

function topOf(cluster: Cluster): number {
  return Math.max(0, cluster.wantedSum / cluster.cards.length);
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

/** Tops as near as possible to the preferred ones, in order, without overlap (least squares, at least 0). */
function spread(cards: readonly Card[]): Map<string, number> {
  const clusters: Cluster[] = [];
  for (const card of cards) {
    let cluster = clusterOf(card);
    for (
      let above = clusters.at(-1);
      above && topOf(above) + above.height > topOf(cluster);
      above = clusters.at(-1)
    ) {
      clusters.pop();
      cluster = merge(above, cluster);
    }
    clusters.push(cluster);
  }
  const tops = new Map<string, number>();
  for (const cluster of clusters) {
    let top = topOf(cluster);
    for (const card of cluster.cards) {
      tops.set(card.id, top);
      top += card.height + GAP;
    }
  }
  return tops;
}

/** Move cards that overlap the pinned card: those above it up, those below it down. */
function pushApart(cards: readonly Card[], tops: Map<string, number>, pinned: number): void {
  for (let i = pinned - 1; i >= 0; i--) {
    const [card, below] = [cards[i], cards[i + 1]];
    if (!card || !below) continue;
    const most = (tops.get(below.id) ?? 0) - GAP - card.height;
    tops.set(card.id, Math.min(tops.get(card.id) ?? 0, most));
  }
  for (let i = pinned + 1; i < cards.length; i++) {
    const [card, above] = [cards[i], cards[i - 1]];
    if (!card || !above) continue;
    const least = (tops.get(above.id) ?? 0) + above.height + GAP;
    tops.set(card.id, Math.max(tops.get(card.id) ?? 0, least));
  }
}

/** Cards above the top of the margin could not be reached: push all down as far as needed. */
function pushBelowTop(cards: readonly Card[], tops: Map<string, number>): void {
  let least = 0;
  for (const card of cards) {
    const top = Math.max(tops.get(card.id) ?? 0, least);
    tops.set(card.id, top);
    least = top + card.height + GAP;
  }
}

/**
 * The top of each card by id. `cards` is in reading order, which is kept. The active card is exactly at its preferred
 * top, unless there is no room above it, and the others are moved around it, so that the card being read or written
 * does not move because of other people's actions.
 */
export function layOut(cards: readonly Card[], active: string | null): Map<string, number> {
  const tops = spread(cards);
  const pinned = cards.findIndex((card) => card.id === active);
  const card = cards[pinned];
  if (card) {
    tops.set(card.id, Math.max(0, card.wanted));
    pushApart(cards, tops, pinned);
  }
  pushBelowTop(cards, tops);
  return tops;
}

/** The height of the margin that contains every card. */
export function heightOf(cards: readonly Card[], tops: ReadonlyMap<string, number>): number {
  return Math.max(0, ...cards.map((card) => (tops.get(card.id) ?? 0) + card.height));
}
