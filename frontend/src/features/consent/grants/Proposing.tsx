import { Button, Heading } from '@digdir/designsystemet-react';
import type { GrantsView, ParticipantView } from '../../../domain/types';
import { useTranslation } from '../../../i18n/useTranslation';
import { askedOnce, type Change, keyOf } from '../signing/changes';
import type { Signing } from '../signing/useSigning';
import { proposingOf } from './grants';
import { within } from './mandate';

interface ProposingProps {
  view: GrantsView;
  signing: Signing;
}

/** Whether the coordinator may propose goals and measures: asked until something is signed about it, then said. */
export function Proposing({ view, signing }: ProposingProps) {
  const { t } = useTranslation('consent');
  const [first] = view.proposing ?? [];
  const person = view.participants.find(({ id }) => id === first?.participant);
  const chosen = new Set(signing.changes.map(keyOf));
  const free = (change: Change) => within(signing.mandate, change) && !chosen.has(keyOf(change));
  const asked = askedOnce(view).filter(free);
  const standing = person ? changesOf(view, person).filter(free) : [];
  if (!person || (asked.length === 0 && standing.length === 0)) return null;
  const changes = asked.length > 0 ? asked : standing;
  const words = asked.length > 0 ? 'ask' : changes[0]?.level === 'none' ? 'may' : 'mayNot';
  return (
    <section className="grants__proposals" aria-labelledby="proposing">
      <Heading level={2} data-size="2xs" id="proposing">
        {t('proposing.title')}
      </Heading>
      <p>{t(`proposing.${words}`, { name: person.name })}</p>
      <Button
        variant={asked.length > 0 ? 'secondary' : 'tertiary'}
        data-size="sm"
        onClick={() => {
          signing.add(changes);
          signing.read();
        }}
      >
        {t(`proposing.${words}Button`)}
      </Button>
    </section>
  );
}

/** What ends it while any of it is open, and what opens it otherwise. */
function changesOf(view: GrantsView, { id }: ParticipantView): Change[] {
  const kinds = view.proposing.filter(({ participant }) => participant === id).map(({ kind }) => kind);
  const open = kinds.filter((kind) => proposingOf(view, id, kind).level === 'edit');
  return (open.length > 0 ? open : kinds).map((kind) => ({
    participant: id,
    target: { proposing: kind },
    level: open.length > 0 ? 'none' : 'edit',
    until: null,
    purpose: '',
    dated: false,
  }));
}
