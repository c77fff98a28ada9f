-- What is due to be told about an appointment, and what was told last. No patient, no address, no word: these are read
-- from the FHIR server when a message is written.
CREATE TABLE "appointment_told" (
    "appointment_id" TEXT NOT NULL,
    "uid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "seen_version" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "start" TIMESTAMPTZ(3) NOT NULL,
    "taking_part" TEXT[],
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "is_reminded" BOOLEAN NOT NULL DEFAULT false,
    "due_at" TIMESTAMPTZ(3),
    "wanted_at" TIMESTAMPTZ(3),

    CONSTRAINT "appointment_told_pkey" PRIMARY KEY ("appointment_id")
);
CREATE INDEX "appointment_told_due_at_idx" ON "appointment_told"("due_at");

-- Each message, once: its id is its Message-ID however often it is tried.
CREATE TABLE "appointment_message" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "appointment_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "start" TIMESTAMPTZ(3) NOT NULL,
    "taking_part" TEXT[],
    "sequence" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "problem" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "wanted_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "appointment_message_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "appointment_message_appointment_id_idx" ON "appointment_message"("appointment_id");
-- One at a time is under way for each appointment.
CREATE UNIQUE INDEX "appointment_message_open" ON "appointment_message"("appointment_id") WHERE "ended_at" IS NULL;

-- What is there already is read once more, so that it is known and nobody is told of it as new.
UPDATE "appointment_progress" SET "cursor" = NULL;
