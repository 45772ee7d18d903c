import { Alert, Button } from '@digdir/designsystemet-react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { usePlanConnection } from '../../sync';

interface HeldBackProps {
  /** The document of the part that is read but not written for now. */
  document: string;
  /** Why the last that was written was refused. */
  token: string;
  /** The way back was taken: the button is gone, and whoever pressed it needs a place to be. */
  onAgain: () => void;
}

/** Several things in a row were refused: why the part can only be read, and the way back to writing, or to making room. */
export function HeldBack({ document, token, onAgain }: HeldBackProps) {
  const { t } = useTranslation('plan');
  const connection = usePlanConnection();
  const words = token === 'too-large' ? 'full' : 'heldBack';
  const goOn = () => {
    // The text takes the focus only where it may be written.
    flushSync(() => connection?.writeAgain(document));
    onAgain();
  };
  return (
    <Alert className="held-back" data-color="warning">
      <h2 className="section-heading">{t(`part.${words}Title`)}</h2>
      <p>{t(`part.${words}Text`)}</p>
      <div className="statement__actions">
        <Button onClick={goOn} variant="secondary">
          {t(`part.${words}Again`)}
        </Button>
      </div>
    </Alert>
  );
}
