import { Alert, Button } from '@digdir/designsystemet-react';
import { flushSync } from 'react-dom';
import { useTranslation } from '../../i18n/useTranslation';
import { usePlanConnection } from '../../sync';
import { AtFoot } from '../../ui/edges/AtFoot';

interface HeldBackProps {
  /** The document name of the part, which is read-only for now. */
  document: string;
  /** The reason of the last refusal. */
  token: string;
  /** Called after writing was allowed again: the button is removed, so focus must be moved. */
  onAgain: () => void;
}

/** Shown after several refused edits in a row: why the part is read-only, and a button to write or make room again. */
export function HeldBack({ document, token, onAgain }: HeldBackProps) {
  const { t } = useTranslation('plan');
  const connection = usePlanConnection();
  const words = token === 'too-large' ? 'full' : 'heldBack';
  const writeAgain = () => {
    // The text can take focus only after it is editable.
    flushSync(() => connection?.writeAgain(document));
    onAgain();
  };
  return (
    <AtFoot>
      <Alert className="held-back" data-color="warning">
        <h2 className="section-heading">{t(`part.${words}Title`)}</h2>
        <p>{t(`part.${words}Text`)}</p>
        <div className="statement__actions">
          <Button onClick={writeAgain} variant="secondary">
            {t(`part.${words}Again`)}
          </Button>
        </div>
      </Alert>
    </AtFoot>
  );
}
