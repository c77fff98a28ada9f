import { getTranslations } from 'next-intl/server';
import { ViewerOpening } from '../../../../../../features/imaging/viewer-opening.tsx';

export default async function Loading() {
  return <ViewerOpening label={(await getTranslations('imaging'))('viewer.loading')} />;
}
