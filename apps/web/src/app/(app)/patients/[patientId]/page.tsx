import { redirect } from 'next/navigation';

export default async function Chart({ params }: { params: Promise<{ patientId: string }> }): Promise<never> {
  redirect(`/patients/${(await params).patientId}/summary`);
}
