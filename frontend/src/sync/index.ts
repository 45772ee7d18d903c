export { usePartNotice } from './notices';
