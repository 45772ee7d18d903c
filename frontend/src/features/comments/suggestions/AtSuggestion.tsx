import { Button } from '@digdir/designsystemet-react';
import type { MouseEvent } from 'react';
import { useTranslation } from '../../../i18n/useTranslation';
import type { CardTools } from '../margin/useMargin';
import { failureOf } from './failure';
import { useDecide } from './useSuggestions';

interface AtSuggestionProps {
  suggestion: string;
  tools: CardTools;
  /** Pressing the mouse must not move the caret. */
  onMouseDown: (event: MouseEvent) => void;
}

/** Beside the words of a suggestion where its card is not: it can be accepted there, or its card shown. */
export function AtSuggestion({ suggestion, tools, onMouseDown }: AtSuggestionProps) {
  const { t } = useTranslation('suggestions');
  const deciding = useDecide(tools.part.id, suggestion);
  const accept = () => {
    if (deciding.isPending) return;
    deciding
      .mutateAsync({ step: 'accept' })
      .then(() => {
        tools.announce(t('done.accept'));
        tools.setActive(null);
      })
      .catch((error: unknown) => {
        tools.announce(t(failureOf(error)));
        tools.goTo(suggestion);
      });
  };
  return (
    <>
      {tools.part.level === 'edit' && tools.assisted === null && (
        <Button data-size="sm" aria-disabled={deciding.isPending} onMouseDown={onMouseDown} onClick={accept}>
          {t('accept')}
        </Button>
      )}
      <Button
        variant="secondary"
        data-size="sm"
        onMouseDown={onMouseDown}
        onClick={() => tools.goTo(suggestion)}
      >
        {t('show')}
      </Button>
    </>
  );
}
