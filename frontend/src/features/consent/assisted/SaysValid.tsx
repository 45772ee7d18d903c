import { Button } from '@digdir/designsystemet-react';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { AS_READ, apiSend, isProblem, keys } from '../../../api';
import { todayInNorway } from '../../../domain/dates';
import type { Declaration } from '../../../domain/openapi';
import { firstNameOf } from '../../../domain/people';
import type { PlanView } from '../../../domain/types';
import { useTranslation } from '../../../i18n/useTranslation';
import { DateBox } from '../../../ui/dates/DateBox';
import { DatedForm } from '../../../ui/dates/DatedForm';
import { Loading } from '../../../ui/Loading';
import { takesFocus } from '../../../ui/PageHeading';
import '../../../i18n/brought/assisted';
import './assisted.css';

interface SaysValidProps {
  plan: PlanView;
  /** The id of the session that runs. */
  session: string;
}

const PATH = 'POST /api/plans/{plan}/validity';

/** While the coordinator writes for the owner: that the plan is valid. Nothing where there is nothing to declare. */
export function SaysValid({ plan, session }: SaysValidProps) {
  const { t } = useTranslation('assisted');
  const heading = useId();
  const usual = useQuery(declaration(plan.id, session, null));
  const [day, setDay] = useState<string | null>(null);
  const [is, become] = useState<'new' | 'asked' | 'left' | 'said'>('new');
  const owner = firstNameOf(plan.owner_name);
  if (is !== 'said' && !usual.data?.text) return null;
  const chosen = day ?? usual.data?.next_revision ?? '';
  return (
    <section aria-labelledby={heading} className="assisted-valid">
      <h2 className="section-heading" id={heading}>
        {t('valid.title', { owner })}
      </h2>
      {is === 'said' && (
        <p ref={takesFocus} tabIndex={-1}>
          {t('valid.said')}
        </p>
      )}
      {is === 'asked' && (
        <Sure
          day={chosen}
          onSaid={() => become('said')}
          onUndo={() => become('left')}
          plan={plan}
          session={session}
        />
      )}
      {(is === 'new' || is === 'left') && (
        <Choose
          again={is === 'left'}
          day={chosen}
          onDay={setDay}
          onNext={() => become('asked')}
          owner={owner}
        />
      )}
    </section>
  );
}

interface ChooseProps {
  owner: string;
  day: string;
  again: boolean;
  onDay: (day: string) => void;
  onNext: () => void;
}

function Choose({ owner, day, again, onDay, onNext }: ChooseProps) {
  const { t } = useTranslation('assisted');
  const later = day > todayInNorway();
  return (
    <DatedForm>
      <p>{t('valid.text', { owner })}</p>
      <DateBox
        error={later ? undefined : t('valid.day-has-passed')}
        label={t('valid.next')}
        onDay={onDay}
        value={day}
      />
      <Button data-size="sm" onClick={onNext} ref={again ? takesFocus : undefined} variant="secondary">
        {t('valid.open', { owner })}
      </Button>
    </DatedForm>
  );
}

/** Word for word what is read out and kept. */
function Sure({
  plan,
  session,
  day,
  onSaid,
  onUndo,
}: SaysValidProps & { day: string; onSaid: () => void; onUndo: () => void }) {
  const { t } = useTranslation('assisted');
  const owner = firstNameOf(plan.owner_name);
  const shown = useQuery({ ...declaration(plan.id, session, day), ...AS_READ });
  const say = useSay(plan.id, session, day, onSaid);
  if (shown.isPending) return <Loading label={t('valid.looking')} />;
  return (
    <>
      <p className="assisted-valid__words" ref={takesFocus} tabIndex={-1}>
        {shown.data?.text}
      </p>
      <p role="alert">
        {(shown.isError || shown.data?.lacks || say.isError) &&
          t(lackOf(shown.error ?? say.error), { owner })}
      </p>
      <div className="create-form__actions">
        {shown.data?.text && (
          <Button
            aria-disabled={say.isPending}
            data-size="sm"
            onClick={() => !say.isPending && say.mutate(shown.data)}
          >
            {t('valid.sure', { owner })}
          </Button>
        )}
        <Button data-size="sm" onClick={onUndo} variant="tertiary">
          {t('begin.no')}
        </Button>
      </div>
    </>
  );
}

function declaration(plan: string, session: string, day: string | null) {
  return queryOptions({
    // Not below the session's own key: what is read anew as that ends is no longer to be asked.
    queryKey: ['validity', plan, session, day],
    queryFn: ({ signal }) => apiSend(`${PATH}/preview`, { plan }, { next_revision: day }, signal, session),
    retry: false,
  });
}

function useSay(plan: string, session: string, day: string, onSaid: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ expected, text }: Declaration) =>
      apiSend(PATH, { plan }, { expected, next_revision: day, shown: text }, undefined, session),
    onSuccess: onSaid,
    onSettled: () =>
      Promise.all(
        [keys.assisted(plan), keys.coordinatedCases, keys.coordinates, keys.plans].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

function lackOf(error: unknown): string {
  if (isProblem(error, 'outdated') || isProblem(error, 'text-changed')) return 'valid.changed';
  const why = isProblem(error, 'not-now') ? error.detail : '';
  return why === 'day-too-far' || why === 'assisted-over' ? `valid.${why}` : 'valid.failed';
}
