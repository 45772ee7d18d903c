import { Button } from '@digdir/designsystemet-react';
import { useTranslation } from 'react-i18next';
import type { ParticipantView } from '../../../domain/types';

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
