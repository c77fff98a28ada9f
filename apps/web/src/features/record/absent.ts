/** Stands for the packages of screens of @medplum/react that we do not show: its router and its reader of QR codes. See next.config.ts. */
export const useLocation = (): { pathname: string; search: string; hash: string } => ({
  pathname: '',
  search: '',
  hash: '',
});
const absent = (): null => null;
export default absent;
