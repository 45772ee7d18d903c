import { Button } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import type { Margin } from './useMargin';

interface MarginHeadProps {
  margin: Margin;
  showResolved: boolean;
  onShowResolved: (show: boolean) => void;
}

/** The status of the comments, a button that starts one, and a switch for the resolved ones. */
export function MarginHead({ margin, showResolved, onShowResolved }: MarginHeadProps) {
  const { t } = useTranslation('comments');
  const done = margin.resolved.length;
  return (
    <div className="margin__head">
      <Status margin={margin} />
      {margin.mayComment && !margin.draft && <StartButton margin={margin} />}
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
  if (margin.loading) return <p className="margin__words">{t('loading')}</p>;
  if (margin.failed) {
    return (
      <div role="alert">
        <p className="margin__words">{t('failed.load')}</p>
        <Button variant="secondary" data-size="sm" onClick={margin.retry}>
          {t('tryAgain')}
        </Button>
      </div>
    );
  }
  if (margin.open.length > 0 || margin.draft) return null;
  return <p className="margin__words">{t(margin.mayComment ? 'empty' : 'emptyReader')}</p>;
}

function StartButton({ margin }: { margin: Margin }) {
  const { t } = useTranslation('comments');
  // Pressing the mouse here must not clear the selection in the text.
  const keepSelection = (event: React.MouseEvent) => event.preventDefault();
  if (margin.selected) {
    return (
      <Button data-size="sm" onMouseDown={keepSelection} onClick={margin.startOnSelection}>
        {t('commentSelection')}
      </Button>
    );
  }
  return (
    <Button variant="secondary" data-size="sm" onClick={margin.startOnPart}>
      {t('commentPart')}
    </Button>
  );
}
