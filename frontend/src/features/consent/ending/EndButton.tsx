import { Button } from '@digdir/designsystemet-react';
import type { ParticipantView } from '../../../domain/types';
import { useTranslation } from '../../../i18n/useTranslation';

interface EndButtonProps {
  person: ParticipantView;
  /** Null for those whose participation this person may not end. */
  onEnd: ((person: ParticipantView) => void) | null;
}

/** Opens the dialog in which a participation is ended. */
export function EndButton({ person, onEnd }: EndButtonProps) {
  const { t } = useTranslation('consent');
  if (!onEnd) return null;
  return (
    <Button
      className="grants__end"
      variant="tertiary"
      data-size="sm"
      aria-label={t('ending.openLabel', { name: person.name })}
      onClick={() => onEnd(person)}
    >
      {t('ending.open')}
    </Button>
  );
}
