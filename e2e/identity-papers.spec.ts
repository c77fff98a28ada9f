import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures.ts';
import { newPatient } from './fhir.ts';

/** A picture as a browser draws it: a card with grain, so that it weighs something. */
async function picture(page: Page, words: string): Promise<Buffer> {
  const grain = randomBytes(4_096).toString('base64');
  const base64 = await page.evaluate(
    async ([text = '', noise = '']) => {
      const canvas = new OffscreenCanvas(1_400, 900);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no canvas');
      context.fillStyle = '#cfe0ee';
      context.fillRect(0, 0, 1_400, 900);
      [...noise].forEach((letter, i) => {
        context.fillStyle = `hsl(${letter.charCodeAt(0) * 3} 40% 70%)`;
        context.fillRect((i % 70) * 20, Math.floor(i / 70) * 12, 18, 10);
      });
      context.fillStyle = '#111';
      context.font = '60px sans-serif';
      context.fillText(text, 80, 160);
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    },
    [words, grain],
  );
  return Buffer.from(base64, 'base64');
}

test('a secretary adds the copy of a paper, looks at it, and takes back one that is another person’s', async ({
  signedInPage,
  fhir,
}) => {
  // like none of the others' patients, who would stand on the page as possible duplicates
  const family = `Quintefeuille${crypto.randomUUID().replaceAll(/[^a-f]/g, '')}`;
  const traits = { birthDate: '1931-08-19', name: [{ use: 'official', family, given: ['Wenceslas'] }] };
  const patient = await newPatient(fhir, traits, { isEntrusted: false });
  const page = await signedInPage('secretary');
  await page.goto(`/patients/${patient.id}/identity`);
  const part = page.getByRole('region', { name: 'Papiers d’identité' });
  await expect(part.getByText('Aucune copie de pièce d’identité.')).toBeVisible();

  await part.getByRole('button', { name: 'Ajouter la copie de la pièce' }).click();
  const form = page.getByRole('dialog', { name: 'Ajouter la copie de la pièce' });
  await form.getByRole('combobox', { name: 'Pièce' }).selectOption('Passeport');
  await form.getByRole('textbox', { name: /^Valable jusqu’au/ }).fill('12/05/2019');
  const front = await picture(page, 'RECTO');
  const files = form.locator('input[type=file]');
  await files.setInputFiles([
    { name: 'recto.png', mimeType: 'image/png', buffer: front },
    // what its name says is no matter, and half a picture is none
    { name: 'verso.txt', mimeType: 'text/plain', buffer: front.subarray(0, front.length / 2) },
    { name: 'page.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<!doctype html><script>1</script>') },
  ]);
  await expect(form.getByText(/n’est ni une image/)).toBeVisible();
  await expectAccessible(page);
  await form.getByRole('button', { name: /Retirer.*page 3/ }).click();
  await form.getByRole('button', { name: 'Enregistrer la copie' }).click();
  await expect(form.getByText(/abîmé/)).toBeVisible();
  await form.getByRole('button', { name: /Retirer.*page 2/ }).click();
  await files.setInputFiles([
    { name: 'verso.png', mimeType: 'image/png', buffer: await picture(page, 'VERSO') },
  ]);
  await expect(form.getByText('verso.png')).toBeVisible();
  await form.getByRole('button', { name: 'Enregistrer la copie' }).click();
  await expect(form).toBeHidden();
  await expect(part.getByText('Expirée depuis le 12/05/2019')).toBeVisible();
  await expectAccessible(page);

  const open = part.getByRole('button', { name: /^Passeport, ajoutée le .* : agrandir les 2 pages$/ });
  await open.click();
  const large = page.getByRole('dialog', { name: 'Passeport' });
  const second = large.getByRole('img', { name: 'Passeport, page 2 sur 2' });
  await second.scrollIntoViewIfNeeded();
  await expect.poll(() => second.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1_400);
  await page.keyboard.press('+');
  await expect(large.getByText('150 %')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(open).toBeFocused();

  await part.getByRole('button', { name: /^Signaler une erreur.*Passeport/ }).click();
  await page.keyboard.type('Passeport de sa sœur');
  await page.keyboard.press('Control+Enter');
  await expect(open).toBeHidden();
  await part.getByRole('button', { name: '1 copie signalée comme erreur' }).click();
  await expect(part.getByText('Raison : Passeport de sa sœur')).toBeVisible();
  await part.getByRole('button', { name: /^Rétablir/ }).click();
  await expect(open).toBeVisible();

  // a clinician of nobody's chart is refused, whatever address they have
  const address = await part.locator('img').getAttribute('src');
  const doctor = await signedInPage('doctor');
  expect((await doctor.request.get(address ?? '')).status()).toBe(403);
});
