import { expect, it } from 'vitest';
import { mailPage, mailPageHeaders } from './mail-page.ts';

const mail = {
  at: new Date('2027-01-12T08:00:00Z'),
  to: ['a@b.example'],
  from: 'Hôpital <h@h.example>',
  messageId: '<1@h.example>',
  text: '<img src=x onerror=alert(1)> & "suite"',
  calendar: 'BEGIN:VCALENDAR',
};

it('shows the latest first, and nothing of it is more than text', () => {
  const html = mailPage([
    { ...mail, subject: 'Premier' },
    { ...mail, subject: '<script>alert(1)</script>', calendar: null },
  ]);
  expect(html).not.toMatch(/<(img|script)/);
  expect(html.indexOf('alert(1)')).toBeLessThan(html.indexOf('Premier'));
  expect(html.match(/<details>/g)).toHaveLength(1);
  expect(mailPageHeaders['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-\S+';/);
});

it('says when there is nothing', () => {
  expect(mailPage([])).toContain('Aucun courriel');
});
