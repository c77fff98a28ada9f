-- By which way a message goes: `mail` or `sms`.
ALTER TABLE "appointment_message" ADD COLUMN "channel" TEXT NOT NULL DEFAULT 'mail';
