import { Button } from '@digdir/designsystemet-react';
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useParams } from 'react-router';
import { apiGet, keys } from '../../api';
import { useTranslation } from '../../i18n/useTranslation';
import { Loading } from '../../ui/Loading';
import { PageHeading } from '../../ui/PageHeading';
import { ProblemStatement } from '../../ui/ProblemStatement';
import { useSheet } from '../../ui/paper/useSheet';
import { SimplePage } from '../../ui/SimplePage';
import { PackView } from './pack/PackView';
import { useMyComplaints } from './useGuidance';
import '../../i18n/complaints';
import './complaints.css';

const PAGE = 'font: 9pt "Inter Variable", system-ui, sans-serif; vertical-align: top; padding-top: 4mm;';

/** The whole complaint for paper, with page numbers; that it was taken out is in the log. */
export function ComplaintPrintPage() {
  const { t } = useTranslation('complaints');
  const { complaint: id = '' } = useParams();
  const mine = useMyComplaints();
  const pack = useQuery({
    queryKey: keys.complaintPack(id),
    queryFn: ({ signal }) => apiGet('/api/complaints/{complaint}/pack', { complaint: id }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const page = t('pack.page', { page: '" counter(page) "', pages: '" counter(pages) "' });
  useSheet(
    useCallback(
      () => `@page { margin: 16mm 16mm 20mm; @bottom-right { content: "${page}"; ${PAGE} } }`,
      [page],
    ),
  );
  return (
    <SimplePage>
      {(pack.isPending || mine.isPending) && <Loading label={t('pack.preparing')} />}
      {pack.isError && <ProblemStatement error={pack.error} onRetry={() => void pack.refetch()} />}
      {mine.isError && <ProblemStatement error={mine.error} onRetry={() => void mine.refetch()} />}
      {pack.data && mine.data && (
        <div className="front">
          <PageHeading tab={t('tab')} title={t('pack.heading')} />
          <div className="screen-only">
            <Button onClick={() => window.print()}>{t('pack.print')}</Button>
          </div>
          <PackView complaint={id} guidance={mine.data.guidance} pack={pack.data} printed />
        </div>
      )}
    </SimplePage>
  );
}
