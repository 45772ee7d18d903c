import { useQuery } from '@tanstack/react-query';
import { Link, type LinkProps } from 'react-router';
import { apiGet, keys } from '../../api';
import { useTranslation } from '../../i18n/useTranslation';
import { MESSAGES } from '../../paths';

/** The way to this person's messages, and how many are new; as a button or a menu's item it takes their `props`. */
export function MessagesLink(props: Omit<LinkProps, 'to'>) {
  const { t } = useTranslation('common');
  const { data } = useQuery({
    queryKey: keys.newMessages,
    queryFn: ({ signal }) => apiGet('/api/messages', {}, signal),
    staleTime: 60_000,
    refetchOnWindowFocus: true,
  });
  const unread = data?.unread ?? 0;
  return (
    <Link {...props} to={MESSAGES}>
      {unread > 0 ? t('newMessages', { count: unread }) : t('messages')}
    </Link>
  );
}
