import { LoadingRows } from '@keneyapp/ui/states';
import { getTranslations } from 'next-intl/server';
import frame from '../../../../shell/shell.module.css';

export default async function Loading() {
  return (
    <div className={frame.page}>
      <LoadingRows
        rows={8}
        widths={[30, 16, 8, 14]}
        label={(await getTranslations('common'))('state.loading')}
      />
    </div>
  );
}
