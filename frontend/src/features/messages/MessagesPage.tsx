import { useTranslation } from '../../i18n/useTranslation';
import { PageHeading } from '../../ui/PageHeading';
import { SimplePage } from '../../ui/SimplePage';
import { ContactForm } from './ContactForm';
import { HeldMessages } from './HeldMessages';
import { MessageList } from './MessageList';
import './words';
import './messages.css';

/** What this person has been told, and how they want to be told. */
export function MessagesPage() {
  const { t } = useTranslation('messages');
  return (
    <SimplePage>
      <div className="messages">
        <PageHeading tab={t('title')} title={t('title')} />
        <HeldMessages />
        <MessageList />
        <ContactForm />
      </div>
    </SimplePage>
  );
}
