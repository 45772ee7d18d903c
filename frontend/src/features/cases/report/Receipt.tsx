import { Button } from '@digdir/designsystemet-react';
import { Link } from 'react-router';
import { useKnownMe } from '../../../api';
import type { ReportReceipt } from '../../../domain/openapi';
import { useTranslation } from '../../../i18n/useTranslation';
import { REPORT_STATUS } from '../../../paths';
import { PageHeading } from '../../../ui/PageHeading';

export function Receipt({ receipt }: { receipt: ReportReceipt }) {
  const { t } = useTranslation('cases');
  const me = useKnownMe();
  const [, ...told] = receipt.text.split('\n\n');
  return (
    <div className="front">
      <PageHeading tab={t('receipt.tab')} title={t('receipt.title')} />
      <p>
        {t('receipt.code')}
        <strong className="report__code">{receipt.code}</strong>
      </p>
      <p>{t('receipt.keep')}</p>
      {told.map((each) => (
        <p key={each}>{each}</p>
      ))}
      <div className="report__acts">
        <Button onClick={() => window.print()} variant="secondary">
          {t('receipt.print')}
        </Button>
        <Link className="ds-link" to={REPORT_STATUS}>
          {t('receipt.status')}
        </Link>
        {me && (
          <Link className="ds-link" to="/">
            {t('receipt.home')}
          </Link>
        )}
      </div>
    </div>
  );
}
