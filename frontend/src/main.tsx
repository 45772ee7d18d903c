import '@fontsource-variable/inter';
import '@digdir/designsystemet-css';
import './ui/theme.css';
import './ui/base.css';
import './ui/page.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import { createQueryClient } from './api';
import { i18nReady } from './i18n';
import { router } from './routes';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
await i18nReady;
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
