import { Button } from '@digdir/designsystemet-react';
import { useTranslation } from '../../../i18n/useTranslation';
import type { Margin } from './useMargin';

interface MarginHeadProps {
  margin: Margin;
  showResolved: boolean;
  onShowResolved: (show: boolean) => void;
}

/** The status of the comments, a button that starts one, and a switch for the resolved ones. */
export function MarginHead({ margin, showResolved, onShowResolved }: MarginHeadProps) {
  const { t } = useTranslation('comments');
  const { suggested } = margin;
  const done = margin.resolved.length + suggested.decided.length;
  return (
    <div className="margin__head">
      <Status margin={margin} />
      {margin.tools.mayComment && !margin.drafting && !margin.alone && (
        <Button variant="secondary" data-size="sm" onClick={margin.startOnPart}>
          {t('commentPart')}
        </Button>
      )}
      {suggested.startInEmpty && !suggested.drafting && (
        <Button variant="secondary" data-size="sm" onClick={suggested.startInEmpty}>
          {t('suggestions:suggestText')}
        </Button>
      )}
      {suggested.startInField && !suggested.drafting && (
        <Button variant="secondary" data-size="sm" onClick={suggested.startInField}>
          {t('suggestions:suggestField')}
        </Button>
      )}
      {done > 0 && (
        <Button
          variant="tertiary"
          data-size="sm"
          aria-expanded={showResolved}
          onClick={() => onShowResolved(!showResolved)}
        >
          {t(showResolved ? 'hideDone' : 'showDone', { count: done })}
        </Button>
      )}
    </div>
  );
}

function Status({ margin }: { margin: Margin }) {
  const { t } = useTranslation('comments');
  if (margin.state === 'failed') {
    return (
      <div role="alert">
        <p className="margin__words">{t('failed.load')}</p>
        <Button variant="secondary" data-size="sm" onClick={margin.retry}>
          {t('tryAgain')}
        </Button>
      </div>
    );
  }
  const words = statusOf(margin);
  return words && <p className="margin__words">{t(words)}</p>;
}

/** What is said instead of comments: never that there are none where the page does not know, or where some are done. */
function statusOf({ state, open, resolved, drafting, alone, tools, suggested }: Margin): string | null {
  if (state !== 'known') return state === 'offline' ? 'notLoaded' : 'loading';
  if (open.length > 0 || drafting || suggested.open.length > 0 || suggested.drafting) return null;
  if (resolved.length > 0) return 'allDone';
  if (alone) return 'alone';
  return tools.mayComment ? 'empty' : 'emptyReader';
}
