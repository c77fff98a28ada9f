import TasksIcon from '@mui/icons-material/Checklist';
import dynamic from 'next/dynamic';
import type { FeatureManifest } from '../../shell/manifest.ts';
import { AbsenceItem } from './absence-item.tsx';
import { absenceHref } from './absence-href.ts';
import { TasksBell } from './tasks-bell.tsx';

const NewTaskForm = dynamic(() => import('./new-task-form.tsx').then((m) => m.NewTaskForm), { ssr: false });

export const tasks: FeatureManifest = {
  rail: [
    {
      name: 'tasks',
      key: 'j',
      Icon: TasksIcon,
      hrefFor: ({ rights }) => (rights['tasks.list'] ? '/tasks' : null),
    },
  ],
  actions: [{ name: 'absence', hrefFor: ({ rights }) => (rights['tasks.set-absence'] ? absenceHref : null) }],
  forms: [{ id: 'tasks.create', Form: NewTaskForm, section: 'summary', begin: 'tasks.create' }],
  cards: [
    {
      id: 'tasks',
      operation: 'tasks.list',
      Card: dynamic(() => import('./tasks-card.tsx').then((m) => m.TasksCard), { ssr: false }),
    },
  ],
  Bell: TasksBell,
  AccountItem: AbsenceItem,
};
