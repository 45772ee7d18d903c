import { isOwner } from '../../../domain/people';
import type { GrantsView, Level, PlanView } from '../../../domain/types';
import type { Change } from '../signing/changes';
import { cellOf, kindGrantOf, rank } from './grants';

type About = Pick<Change, 'participant' | 'target'>;

/** The highest level that the signer may give about a target; `none`: they decide nothing about it. */
export type Mandate = (about: About) => Level;

/**
 * The owner gives everything. A representative gives at most what they have themselves (of a kind: by a decision
 * about the kind), nothing to themselves, and nothing of the owner's own notes; the server refuses the rest. Whoever is
 * `assisting` writes down what the owner says.
 */
export function mandateOf(plan: PlanView, view: GrantsView, assisting = false, onPaper = false): Mandate {
  const { me } = plan;
  if (isOwner(plan)) return () => 'edit';
  // On paper a second person sees to it that nobody opens for themselves.
  if (onPaper) return (about) => (writesDown(view, me, about) ? 'edit' : 'none');
  if (assisting)
    return (about) => (about.participant !== me && writesDown(view, me, about) ? 'edit' : 'none');
  return ({ participant, target }) => {
    if (participant === me) return 'none';
    if ('part' in target) {
      const part = view.parts.find(({ id }) => id === target.part);
      return part?.kind === 'own-notes' ? 'none' : cellOf(view, me, target.part).level;
    }
    const kind = 'kind' in target ? target.kind : target.proposing;
    return kind === 'own-notes' ? 'none' : kindGrantOf(view, me, kind).level;
  };
}

/** All that its writer sees; of a kind, what is open to them as a whole. */
function writesDown(view: GrantsView, me: string, { target }: About): boolean {
  if ('part' in target) return view.parts.some(({ id, kind }) => id === target.part && kind !== 'own-notes');
  const kind = 'kind' in target ? target.kind : target.proposing;
  return kind !== 'own-notes' && rank(kindGrantOf(view, me, kind).level) >= rank('read');
}

/** Whether the signer may sign it: also to close something one must have a level oneself. */
export function within(mandate: Mandate, change: About & Pick<Change, 'level'>): boolean {
  return rank(mandate(change)) >= Math.max(rank(change.level), rank('read'));
}
